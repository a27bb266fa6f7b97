#pragma once
// Small filters that look at one term at a time: trim, length, truncate, reverse, elision, limit,
// decimal_digit.

#include <cstdint>

#include "analyzers/token_filters/token_filter.hpp"
#include "analyzers/token_filters/word_set.hpp"

namespace aisle::analyzers {

/// Takes white space off both ends; offsets stay.
class TrimFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
};

/// Keeps terms of `min` to `max` UTF-16 code units.
class LengthFilter final : public TokenFilter {
 public:
  LengthFilter(std::uint32_t min, std::uint32_t max) : min_(min), max_(max) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  std::uint32_t min_;
  std::uint32_t max_;
};

/// Cuts terms to `length` UTF-16 code units, between characters. Keywords stay.
class TruncateFilter final : public TokenFilter {
 public:
  explicit TruncateFilter(std::uint32_t length) : length_(length) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  std::uint32_t length_;
};

/// Turns each term around, character by character.
class ReverseFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
};

/// Takes an article and its apostrophe off the front: "l'avion" becomes "avion".
class ElisionFilter final : public TokenFilter {
 public:
  explicit ElisionFilter(WordSet articles) : articles_(std::move(articles)) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  WordSet articles_;
};

/// Keeps the first `max_tokens` tokens.
class LimitFilter final : public TokenFilter {
 public:
  explicit LimitFilter(std::uint32_t max_tokens) : max_tokens_(max_tokens) {}
  void apply(TokenStream& stream) const override;

 private:
  std::uint32_t max_tokens_;
};

/// Turns the decimal digits of all scripts into 0 to 9.
class DecimalDigitFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
};

}  // namespace aisle::analyzers
