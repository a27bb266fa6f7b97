#pragma once
// Synonym rules, ready to be looked up token by token.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/analyzer.hpp"
#include "analyzers/token.hpp"
#include "analyzers/token_filters/word_set.hpp"
#include "base/result.hpp"

namespace aisle::analyzers {

/// A side of a rule after analysis: its terms, one per position.
using Phrase = std::vector<std::string>;

/// What a phrase of the text is to be replaced by, or joined with.
struct SynonymEntry {
  std::vector<Phrase> outputs;  ///< distinct, in the order of the rules
  bool keep_original = false;
};

/// A trie of phrases. Immutable once built, so any number of threads may share one.
class SynonymRules {
 public:
  struct Match {
    std::size_t length = 0;  ///< tokens; 0: no rule begins here
    const SynonymEntry* entry = nullptr;
  };

  void add(const Phrase& input, const Phrase& output, bool keep_original);

  /// The longest phrase that begins at `tokens[0]`, over tokens whose positions follow each other.
  Match longest_match(std::span<const Token> tokens) const;

 private:
  struct Node {
    std::unordered_map<std::string, std::uint32_t, WordHash, std::equal_to<>> next;
    std::unique_ptr<SynonymEntry> entry;
  };
  std::vector<Node> nodes_ = std::vector<Node>(1);
};

struct SynonymOptions {
  bool expand = true;    ///< "a, b": each stands for both; otherwise both become the first
  bool lenient = false;  ///< rules that do not work are skipped
};

/// Reads rules in Solr's format ("a, b c" and "a, b => c"; '#' comments; a backslash escapes) and analyses
/// both sides with `analyzer`, whose terms must come one per position.
Result<SynonymRules> parse_synonyms(std::span<const std::string> lines, const Analyzer& analyzer,
                                    SynonymOptions options);

}  // namespace aisle::analyzers
