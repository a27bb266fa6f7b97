#pragma once
// Two small English filters beside the stemmers: possessives, and plurals only.

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Cuts a trailing 's, with a straight, a curly or a full-width apostrophe.
class EnglishPossessiveFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
};

/// Takes off plural endings and nothing else, which shops often want: the S stemmer of Harman 1991, "How
/// effective is suffixing?", doi:10.1002/(SICI)1097-4571(199101)42:1<7::AID-ASI2>3.0.CO;2-P.
class EnglishMinimalStemFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
};

}  // namespace aisle::analyzers
