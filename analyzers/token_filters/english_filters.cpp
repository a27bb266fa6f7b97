#include "analyzers/token_filters/english_filters.hpp"

namespace aisle::analyzers {
namespace {

std::string_view without_possessive(std::string_view term) {
  for (std::string_view ending : {"'s", "'S", "’s", "’S", "＇s", "＇S"}) {
    if (term.size() > ending.size() && term.ends_with(ending))
      return term.substr(0, term.size() - ending.size());
  }
  return term;
}

std::string_view without_plural(std::string_view term, TokenStream& stream) {
  const std::size_t size = term.size();
  if (size < 3 || term[size - 1] != 's') return term;
  const char before = term[size - 2];
  if (before == 'u' || before == 's') return term;
  if (before == 'e') {
    if (size > 3 && term[size - 3] == 'i' && term[size - 4] != 'a' && term[size - 4] != 'e') {
      char* singular = stream.allocate(size - 2);
      term.copy(singular, size - 3);
      singular[size - 3] = 'y';
      return {singular, size - 2};
    }
    const char third = term[size - 3];
    if (third == 'i' || third == 'a' || third == 'o' || third == 'e') return term;
  }
  return term.substr(0, size - 1);
}

}  // namespace

void EnglishPossessiveFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) token.term = without_possessive(token.term);
}

void EnglishMinimalStemFilter::apply(TokenStream& stream) const {
  for (Token& token : stream.mutable_tokens()) {
    if (!token.keyword) token.term = without_plural(token.term, stream);
  }
}

}  // namespace aisle::analyzers
