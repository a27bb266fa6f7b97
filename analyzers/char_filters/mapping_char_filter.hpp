#pragma once
// The mapping char filter.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/char_filters/char_filter.hpp"
#include "analyzers/token_filters/word_set.hpp"
#include "base/result.hpp"

namespace aisle::analyzers {

/// Replaces strings by strings; of several that begin at one place the longest wins.
class MappingCharFilter final : public CharFilter {
 public:
  using Mappings = std::unordered_map<std::string, std::string, WordHash, std::equal_to<>>;

  /// Reads rules such as "ph => f"; sides are trimmed, and \\ \n \t \r \b \f \uXXXX are understood.
  static Result<Mappings> parse(std::span<const std::string> rules);

  explicit MappingCharFilter(Mappings mappings);
  void filter(std::string_view text, std::string& out, OffsetMap& map) const override;

 private:
  const Mappings::value_type* longest_at(std::string_view text) const;

  Mappings mappings_;
  std::array<bool, 256> begins_{};    // by the first byte of what is replaced
  std::vector<std::size_t> lengths_;  // of what is replaced, distinct, the longest first
};

}  // namespace aisle::analyzers
