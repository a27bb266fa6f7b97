#pragma once
// `_source` includes and excludes: the parts of a source that a response shows.

#include <string>
#include <string_view>
#include <vector>

namespace aisle::loaders {

/// Patterns over dotted paths; `*` stands for any run, dots too. "a" means all below it as well. Immutable and
/// thread-safe.
class SourceFilter {
 public:
  SourceFilter() = default;  ///< shows everything
  SourceFilter(std::vector<std::string> includes, std::vector<std::string> excludes);

  bool shows_everything() const { return includes_.empty() && excludes_.empty(); }

  /// Appends what is shown of `source` (a JSON object, or a list of them) to `out`; members keep their order and their bytes. An object
  /// or list of which nothing is left is left out unless its own path is included. Text that is no JSON object is
  /// copied as far as it could be read. Linear in the source times the number of patterns; names of whole members, as a
  /// results page lists them, cost one comparison a member.
  void append_filtered(std::string_view source, std::string& out) const;

 private:
  friend class FilteredCopy;
  std::vector<std::string> includes_;
  std::vector<std::string> excludes_;
  bool names_members_ = false;  ///< nothing but includes without dots and stars
};

}  // namespace aisle::loaders
