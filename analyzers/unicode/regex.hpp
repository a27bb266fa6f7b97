#pragma once
// Regular expressions for settings: ICU's, with limits on time and stack.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::analyzers {

/// A compiled pattern. Immutable and thread-safe; a match that runs away ends the search as if there were no
/// more. Syntax is ICU's, which is near to Java's.
class Regex {
 public:
  /// `flags` as Elasticsearch writes them: "CASE_INSENSITIVE|COMMENTS".
  static Result<Regex> compile(std::string_view pattern, std::string_view flags = {});
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

  /// Calls `visit(begin, end)` with the bytes of each match's group in turn, those that did not take part
  /// left out. REQUIRES: valid UTF-8.
  void for_each_match(std::string_view text, std::int32_t group,
                      const std::function<void(std::size_t begin, std::size_t end)>& visit) const;
  /// Calls `visit(begin, end, replacement)` for each match; `$1` and `${name}` in `replacement` are filled
  /// in.
  void for_each_replacement(
      std::string_view text, std::string_view replacement, bool all,
      const std::function<void(std::size_t, std::size_t, std::string_view)>& visit) const;
  /// Whether the whole text matches.
  bool matches(std::string_view text) const;
  std::int32_t groups() const;

 private:
  struct Compiled;
  explicit Regex(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace aisle::analyzers
