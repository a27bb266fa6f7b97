#pragma once
// The shingle filter: neighbouring terms joined to one.

#include <cstdint>
#include <string>

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

struct ShingleOptions {
  std::uint32_t min_size = 2;
  std::uint32_t max_size = 2;
  bool output_unigrams = true;
  bool output_unigrams_if_no_shingles = false;
  std::string token_separator = " ";
  std::string filler_token = "_";
};

/// At each position the term itself, then the shingles that begin there, the shorter first. A shingle's
/// position length is the number of positions it spans when the terms themselves are there too. Positions
/// that a stop filter emptied are filled with the filler token, at most as many as a shingle has places.
///
/// Tokens are taken in a row, as Lucene does: of tokens stacked at one position, each counts as the next.
class ShingleFilter final : public TokenFilter {
 public:
  explicit ShingleFilter(ShingleOptions options) : options_(std::move(options)) {}
  void apply(TokenStream& stream) const override;
  bool can_parse_synonyms() const override { return false; }

 private:
  ShingleOptions options_;
};

}  // namespace aisle::analyzers
