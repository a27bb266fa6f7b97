#include "analyzers/token_filters/keyword_filters.hpp"

namespace aisle::analyzers {

void KeywordMarkerFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    if (words_.contains(token.term)) token.keyword = true;
  }
}

void StemmerOverrideFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    auto found = token.keyword ? stems_.end() : stems_.find(token.term);
    if (found == stems_.end()) continue;
    token.term = stream.intern(found->second);
    token.keyword = true;
  }
}

}  // namespace aisle::analyzers
