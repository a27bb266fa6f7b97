#include "analyzers/token_filters/ascii_folding_filter.hpp"

#include "analyzers/unicode/ascii_fold.hpp"

namespace aisle::analyzers {

void AsciiFoldingFilter::apply(TokenStream& stream) const {
  if (!preserve_original_) {
    for (Token& token : stream.mutable_tokens()) token.term = fold_term(token.term, stream);
    return;
  }
  std::vector<Token>& out = stream.spare();
  for (Token token : stream.tokens()) {
    const std::string_view original = token.term;
    token.term = fold_term(original, stream);
    out.push_back(token);
    if (token.term != original) {
      token.term = original;
      out.push_back(token);
    }
  }
  stream.swap_in_spare();
}

}  // namespace aisle::analyzers
