#pragma once
// The ngram and edge_ngram tokenizers.

#include <cstdint>
#include <string>

#include "analyzers/tokenizers/tokenizer.hpp"

namespace aisle::analyzers {

/// Which characters stay in tokens; all others cut. None chosen: all stay.
struct TokenChars {
  bool letter = false;
  bool digit = false;
  bool whitespace = false;
  bool punctuation = false;
  bool symbol = false;
  std::u32string custom = {};

  bool keeps(char32_t point) const;
};

/// Pieces of `min` to `max` characters of every run of kept characters: all of them, or with `edges_only`
/// those at its beginning. Each piece has a position of its own and the offsets of what it covers.
class NgramTokenizer final : public Tokenizer {
 public:
  NgramTokenizer(std::uint32_t min, std::uint32_t max, TokenChars chars, bool edges_only)
      : min_(min), max_(max), chars_(std::move(chars)), edges_only_(edges_only) {}
  void tokenize(std::string_view text, TokenStream& out) const override;
  bool ignores_case() const override { return chars_.custom.empty(); }

 private:
  void cut_run(std::string_view text, std::size_t begin, std::size_t end, TokenStream& out) const;
  void cut_from(std::string_view text, std::size_t begin, std::size_t end, TokenStream& out) const;

  std::uint32_t min_;
  std::uint32_t max_;
  TokenChars chars_;
  bool edges_only_;
};

}  // namespace aisle::analyzers
