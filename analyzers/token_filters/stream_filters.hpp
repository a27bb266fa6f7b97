#pragma once
// Small filters that look at more than one token: unique, remove_duplicates, keyword_repeat, fingerprint.

#include <cstdint>
#include <string>

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Keeps the first of equal terms, of the whole text or, with `only_on_same_position`, of each position.
/// Elasticsearch's remove_duplicates is the second.
class UniqueFilter final : public TokenFilter {
 public:
  explicit UniqueFilter(bool only_on_same_position) : only_on_same_position_(only_on_same_position) {}
  void apply(TokenStream& stream) const override;

 private:
  bool only_on_same_position_;
};

/// Emits each token twice at one position: as a keyword, which stemmers leave alone, and as it is.
class KeywordRepeatFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
  bool can_parse_synonyms() const override { return false; }
};

/// Joins the sorted, distinct terms to one token; none if that is longer than `max_output_size` UTF-16 code
/// units.
class FingerprintFilter final : public TokenFilter {
 public:
  FingerprintFilter(std::string separator, std::uint32_t max_output_size)
      : separator_(std::move(separator)), max_output_size_(max_output_size) {}
  void apply(TokenStream& stream) const override;
  bool can_parse_synonyms() const override { return false; }

 private:
  std::string separator_;
  std::uint32_t max_output_size_;
};

}  // namespace aisle::analyzers
