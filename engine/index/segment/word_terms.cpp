#include "engine/index/segment/word_terms.hpp"

#include "engine/index/dictionary/dictionary.hpp"

namespace aisle::engine {

WordTerms::Terms WordTerms::of(const analyzers::Token& word, const TermKey& key, std::uint64_t hash,
                               const analyzers::Analyzer& analyzer, analyzers::TokenStream& stream, TermLog& log) {
  if (word.keyword) {  // filters treat it otherwise than the word as such
    uncached_.clear();
    const bool any_token = append_terms(word, analyzer, stream, log, uncached_);
    return {uncached_, any_token};
  }
  const std::uint32_t number = words_.intern(key, hash, word.term);
  if (number == spans_.size()) {
    const auto begin = static_cast<std::uint32_t>(numbers_.size());
    const bool any_token = append_terms(word, analyzer, stream, log, numbers_);
    spans_.push_back({begin, static_cast<std::uint32_t>(numbers_.size()) - begin, any_token});
  }
  const Span& span = spans_[number];
  return {std::span(numbers_).subspan(span.begin, span.count), span.any_token};
}

bool WordTerms::append_terms(const analyzers::Token& word, const analyzers::Analyzer& analyzer,
                             analyzers::TokenStream& stream, TermLog& log, std::vector<std::uint32_t>& numbers) {
  analyzer.finish_word(word, stream);
  for (const analyzers::Token& token : stream.tokens()) {
    if (token.term.size() <= kMaxTermBytes) numbers.push_back(log.number_of(token.term));
  }
  return !stream.tokens().empty();
}

void WordTerms::clear() {
  words_.clear();
  spans_.clear();
  numbers_.clear();
}

}  // namespace aisle::engine
