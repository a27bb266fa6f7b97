#pragma once
// The lowercase and uppercase filters.

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Whose habits of lower case.
enum class CaseLanguage : std::uint8_t {
  root,
  greek,    ///< also drops accents and makes the final sigma a sigma
  irish,    ///< keeps the mutation apart: "nAthair" becomes "n-athair"
  turkish,  ///< dotless I
};

class LowercaseFilter final : public TokenFilter {
 public:
  explicit LowercaseFilter(CaseLanguage language = CaseLanguage::root) : language_(language) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
  bool is_plain_lowercase() const override { return language_ == CaseLanguage::root; }

 private:
  CaseLanguage language_;
};

class UppercaseFilter final : public TokenFilter {
 public:
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }
};

}  // namespace aisle::analyzers
