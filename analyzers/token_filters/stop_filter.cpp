#include "analyzers/token_filters/stop_filter.hpp"

namespace aisle::analyzers {

void StopFilter::apply(TokenStream& stream) const {
  std::vector<Token>& tokens = stream.mutable_tokens();
  const bool keep_last = !remove_trailing_ && !tokens.empty();
  const Token last = keep_last ? tokens.back() : Token{};
  const bool last_is_stop = keep_last && words_.contains(last.term);
  std::erase_if(tokens, [this](const Token& token) { return words_.contains(token.term); });
  if (last_is_stop) tokens.push_back(last);
}

std::vector<std::string> resolve_stop_words(const std::vector<std::string>& entries) {
  std::vector<std::string> words;
  for (const std::string& entry : entries) {
    const bool name = entry.size() > 2 && entry.front() == '_' && entry.back() == '_';
    auto list = name ? named_stop_words(std::string_view(entry).substr(1, entry.size() - 2)) : std::nullopt;
    if (list) {
      words.insert(words.end(), list->begin(), list->end());
    } else {
      words.push_back(entry);
    }
  }
  return words;
}

}  // namespace aisle::analyzers
