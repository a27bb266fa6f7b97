#pragma once
// What each word of a field becomes, remembered: where an analyzer ends with filters that look at one token alone (edge
// n-grams, stemmers, folding), a word that was seen before need not go through them again, nor its terms be looked up.

#include <cstdint>
#include <span>
#include <vector>

#include "analyzers/analyzer.hpp"
#include "engine/index/segment/term_log.hpp"

namespace aisle::engine {

/// Used by one thread at a time, beside the TermLog whose numbers it keeps.
class WordTerms {
 public:
  struct Terms {
    std::span<const std::uint32_t> numbers;  ///< in the order of the analyzer; valid until the next call
    bool any_token = false;                  ///< the analyzer gave tokens, be they too long to index
  };
  void prefetch(std::uint64_t hash) const { words_.prefetch(hash); }
  /// The terms of a token of Analyzer::analyze_words. `key` and `hash` are its term's; `stream` is scratch.
  Terms of(const analyzers::Token& word, const TermKey& key, std::uint64_t hash, const analyzers::Analyzer& analyzer,
           analyzers::TokenStream& stream, TermLog& log);

  std::size_t memory_bytes() const { return words_.memory_bytes() + spans_.size() * sizeof(Span) + numbers_.size() * 4; }
  /// Forgets everything but keeps the memory.
  void clear();

 private:
  struct Span {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    bool any_token = false;
  };
  /// False where the analyzer drops the word.
  static bool append_terms(const analyzers::Token& word, const analyzers::Analyzer& analyzer,
                           analyzers::TokenStream& stream, TermLog& log, std::vector<std::uint32_t>& numbers);

  TermTable words_;
  std::vector<Span> spans_;            // by word
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> uncached_;
};

}  // namespace aisle::engine
