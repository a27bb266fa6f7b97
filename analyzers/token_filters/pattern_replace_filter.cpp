#include "analyzers/token_filters/pattern_replace_filter.hpp"

namespace aisle::analyzers {

void PatternReplaceFilter::apply(TokenStream& stream) const {
  std::string replaced;
  for (Token& token : stream.mutable_tokens()) {
    replaced.clear();
    std::size_t copied = 0;
    bool any = false;
    pattern_.for_each_replacement(token.term, replacement_, all_,
                                  [&](std::size_t begin, std::size_t end, std::string_view text) {
                                    replaced.append(token.term.substr(copied, begin - copied)).append(text);
                                    copied = end;
                                    any = true;
                                  });
    if (any) token.term = stream.intern(replaced.append(token.term.substr(copied)));
  }
}

}  // namespace aisle::analyzers
