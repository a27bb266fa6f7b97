#pragma once
// Filters that steer stemmers: keyword_marker and stemmer_override.

#include <string>
#include <unordered_map>

#include "analyzers/token_filters/token_filter.hpp"
#include "analyzers/token_filters/word_set.hpp"

namespace aisle::analyzers {

/// Marks the words of a set, so that stemmers leave them alone.
class KeywordMarkerFilter final : public TokenFilter {
 public:
  explicit KeywordMarkerFilter(WordSet words) : words_(std::move(words)) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  WordSet words_;
};

/// Replaces words by stems of one's own and marks them, so that no stemmer changes them again.
class StemmerOverrideFilter final : public TokenFilter {
 public:
  using Stems = std::unordered_map<std::string, std::string, WordHash, std::equal_to<>>;
  explicit StemmerOverrideFilter(Stems stems) : stems_(std::move(stems)) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  Stems stems_;
};

}  // namespace aisle::analyzers
