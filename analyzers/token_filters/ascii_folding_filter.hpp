#pragma once
// The asciifolding filter.

#include "analyzers/token_filters/token_filter.hpp"

namespace aisle::analyzers {

/// Folds Latin letters, digits and punctuation to ASCII. With `preserve_original`, a term that changes is
/// followed by its original at the same position.
class AsciiFoldingFilter final : public TokenFilter {
 public:
  explicit AsciiFoldingFilter(bool preserve_original = false) : preserve_original_(preserve_original) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  bool preserve_original_;
};

}  // namespace aisle::analyzers
