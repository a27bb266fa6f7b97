#include "analyzers/token_filters/stream_filters.hpp"

#include <algorithm>
#include <unordered_set>

#include "analyzers/token_filters/word_set.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {

void UniqueFilter::apply(TokenStream& stream) const {
  thread_local std::unordered_set<std::string_view, WordHash, std::equal_to<>> seen;
  seen.clear();
  std::uint32_t position = 0;
  std::erase_if(stream.mutable_tokens(), [&](const Token& token) {
    if (only_on_same_position_ && token.position != position) seen.clear();
    position = token.position;
    return !seen.insert(token.term).second;
  });
  seen.clear();  // the views do not outlive the stream's terms
}

void KeywordRepeatFilter::apply(TokenStream& stream) const {
  std::vector<Token>& out = stream.spare();
  for (Token token : stream.tokens()) {
    token.keyword = true;
    out.push_back(token);
    token.keyword = false;
    out.push_back(token);
  }
  stream.swap_in_spare();
}

void FingerprintFilter::apply(TokenStream& stream) const {
  std::vector<Token>& tokens = stream.mutable_tokens();
  if (tokens.empty()) return;
  std::vector<std::string_view> distinct;
  for (const Token& token : tokens) distinct.push_back(token.term);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::string joined;
  for (std::string_view term : distinct) {
    if (!joined.empty()) joined += separator_;
    joined += term;
  }
  Token token{{}, 0, stream.end_offset(), 0, 1, TokenType::word};
  tokens.clear();
  stream.set_end_position(1);
  if (utf16_length(joined) > max_output_size_) return;
  token.term = stream.intern(joined);
  tokens.push_back(token);
}

}  // namespace aisle::analyzers
