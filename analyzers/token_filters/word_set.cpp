#include "analyzers/token_filters/word_set.hpp"

#include <algorithm>

#include "analyzers/unicode/case.hpp"

namespace aisle::analyzers {

WordSet::WordSet(const std::vector<std::string>& words, bool ignore_case) : ignore_case_(ignore_case) {
  TokenStream arena;
  for (const std::string& word : words) {
    const std::string_view kept = ignore_case ? lowercase_term(word, arena) : std::string_view(word);
    longest_ = std::max(longest_, kept.size());
    words_.emplace(kept);
  }
}

bool WordSet::contains(std::string_view word) const {
  if (!ignore_case_) return word.size() <= longest_ && words_.contains(word);
  thread_local TokenStream arena;
  arena.clear();
  return words_.contains(lowercase_term(word, arena));
}

}  // namespace aisle::analyzers
