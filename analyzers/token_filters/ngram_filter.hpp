#pragma once
// The ngram and edge_ngram filters: pieces of terms, for search as you type.

#include <cstdint>

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Lengths are in characters.
struct GramSizes {
  std::uint32_t min = 1;
  std::uint32_t max = 2;
};

/// Every piece of each term, from each of its characters the shorter first. Pieces keep their term's position
/// and offsets. A term shorter than the minimum vanishes; with `preserve_original`, terms that are no piece
/// of themselves are kept behind their pieces.
class NgramFilter final : public TokenFilter {
 public:
  NgramFilter(GramSizes sizes, bool preserve_original)
      : sizes_(sizes), preserve_original_(preserve_original) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
  bool can_parse_synonyms() const override { return false; }

 private:
  GramSizes sizes_;
  bool preserve_original_;
};

/// The beginnings of each term, or with `from_back` its endings. The pieces are views of the term: nothing is
/// copied.
class EdgeNgramFilter final : public TokenFilter {
 public:
  EdgeNgramFilter(GramSizes sizes, bool preserve_original, bool from_back)
      : sizes_(sizes), preserve_original_(preserve_original), from_back_(from_back) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
  bool can_parse_synonyms() const override { return false; }

 private:
  void add_beginnings(const Token& token, std::vector<Token>& out) const;
  void add_endings(const Token& token, std::vector<Token>& out) const;

  GramSizes sizes_;
  bool preserve_original_;
  bool from_back_;
};

}  // namespace aisle::analyzers
