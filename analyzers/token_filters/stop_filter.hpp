#pragma once
// The stop filter, and Lucene's lists of stop words.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/token_filters/token_filter.hpp"
#include "analyzers/token_filters/word_set.hpp"

namespace aisle::analyzers {

/// Drops the words of a set and leaves their positions empty.
///
/// With `remove_trailing` false, a stop word that ends the text stays: it may be the beginning of a longer
/// word that someone is still typing.
class StopFilter final : public TokenFilter {
 public:
  explicit StopFilter(WordSet words, bool remove_trailing = true)
      : words_(std::move(words)), remove_trailing_(remove_trailing) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return remove_trailing_; }

 private:
  WordSet words_;
  bool remove_trailing_;
};

/// The words of a list by Elasticsearch's name without its underscores ("english", "german", "none").
/// Nothing if there is no such list.
std::optional<std::vector<std::string>> named_stop_words(std::string_view name);

/// A `stopwords` parameter: names such as `_english_` are replaced by their lists, other entries are words.
std::vector<std::string> resolve_stop_words(const std::vector<std::string>& entries);

}  // namespace aisle::analyzers
