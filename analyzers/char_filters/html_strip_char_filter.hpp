#pragma once
// The html_strip char filter.

#include "analyzers/char_filters/char_filter.hpp"
#include "analyzers/token_filters/word_set.hpp"

namespace aisle::analyzers {

/// Takes HTML apart as Lucene's HTMLStripCharFilter: tags vanish (those that begin a block, or that it does
/// not know, leave a line break), so do comments, scripts and styles; character references are decoded; CDATA
/// stays as text. What only looks like markup ("a < b", "AT&T") stays. Time is linear in the text, however
/// broken.
class HtmlStripCharFilter final : public CharFilter {
 public:
  /// Tags named in `escaped_tags` (lower case) stay as they are.
  explicit HtmlStripCharFilter(WordSet escaped_tags = {}) : escaped_tags_(std::move(escaped_tags)) {}
  void filter(std::string_view text, std::string& out, OffsetMap& map) const override;

 private:
  WordSet escaped_tags_;
};

}  // namespace aisle::analyzers
