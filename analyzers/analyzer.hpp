#pragma once
// START HERE: text in, terms out.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/token_stream.hpp"

namespace aisle::analyzers {

class CharFilter;
class Tokenizer;
class TokenFilter;

/// A component under the name by which settings refer to it.
template <class T>
struct Named {
  std::string name;
  std::shared_ptr<const T> component;
};

/// The parts of an analyzer, in the order in which text meets them.
struct AnalyzerChain {
  std::vector<Named<CharFilter>> char_filters;
  Named<Tokenizer> tokenizer;
  std::vector<Named<TokenFilter>> token_filters;
};

/// A token that owns its term, for those who keep it beyond the stream.
struct TracedToken {
  std::string term;
  std::uint32_t start_offset = 0;
  std::uint32_t end_offset = 0;
  std::uint32_t position = 0;
  std::uint32_t position_length = 1;
  TokenType type = TokenType::word;
  bool keyword = false;
};

/// What every stage of an analyzer made of one text: `_analyze` with `explain`.
struct AnalysisTrace {
  struct Stage {
    std::string name;
    std::vector<TracedToken> tokens;
  };
  struct FilteredText {
    std::string name;
    std::string text;
  };
  std::vector<FilteredText> char_filters;
  Stage tokenizer;
  std::vector<Stage> token_filters;
};

/// Turns text into terms. Immutable, so any number of threads may share one; what a thread needs while
/// analysing (ICU's iterators, stemmers) hides behind `analyze`. It owns its components, shared with other
/// analyzers.
class Analyzer {
 public:
  static constexpr std::uint32_t kDefaultPositionIncrementGap = 100;

  /// REQUIRES: a tokenizer. `custom` says that settings put the chain together, rather than Aisle.
  Analyzer(std::string name, AnalyzerChain chain, bool custom = false,
           std::uint32_t position_increment_gap = kDefaultPositionIncrementGap);
  ~Analyzer();

  /// Replaces what `out` held by the tokens of `utf8`, in order of position. Terms may point into `utf8`.
  ///
  /// Bytes that are not UTF-8 are read as U+FFFD. Does not fail. Time is linear in the text but for the
  /// n-gram and shingle components, which write as many terms as their settings ask for. REQUIRES: fewer than
  /// 2^31 bytes, none of them in `out`'s own arena.
  void analyze(std::string_view utf8, TokenStream& out) const;

  /// `analyze` in two steps, for those who remember what words become: the words of a text, and the tokens that each
  /// becomes by the filters at the chain's end that look at one token alone. Tokens of `finish_word` stand where their
  /// word stands, and are what `analyze` has there.
  void analyze_words(std::string_view utf8, TokenStream& out) const;
  /// False where there are no such filters, and words are what `analyze` gives.
  bool has_word_filters() const { return words_end_ < chain_.token_filters.size(); }
  /// Replaces what `out` held. Terms may point into the word's.
  void finish_word(const Token& word, TokenStream& out) const;

  /// The same, keeping what each stage made. Slow; for people.
  AnalysisTrace trace(std::string_view utf8) const;

  const std::string& name() const { return name_; }
  bool is_custom() const { return custom_; }
  std::uint32_t position_increment_gap() const { return position_increment_gap_; }
  const AnalyzerChain& chain() const { return chain_; }

 private:
  /// `filters_end`: how many filters are to run.
  void analyze_with(std::string_view utf8, std::size_t filters_end, TokenStream& out) const;
  void analyze_ascii(std::string_view text, bool has_upper, TokenStream& out) const;
  void analyze_unicode(std::string_view text, TokenStream& out) const;
  void analyze_filtered(std::string_view text, TokenStream& out) const;
  void run_filters(std::size_t begin, std::size_t end, TokenStream& out) const;

  std::string name_;
  AnalyzerChain chain_;
  bool custom_;
  std::uint32_t position_increment_gap_;
  std::size_t words_end_ = 0;  // filters before the ones that look at one token alone
  bool lowercase_first_;  // the first filter lower-cases and the tokenizer splits alike in any case
};

/// Turns a keyword field's value into the one term it is indexed under. Immutable and thread-safe.
class Normalizer {
 public:
  Normalizer(std::string name, std::vector<Named<CharFilter>> char_filters,
             std::vector<Named<TokenFilter>> token_filters);
  ~Normalizer();

  /// The normalised value; empty if a filter dropped it. Bytes that are not UTF-8 become U+FFFD.
  std::string normalize(std::string_view utf8) const;
  const std::string& name() const { return analyzer_.name(); }
  /// The normalizer as an analyzer over the keyword tokenizer.
  const Analyzer& analyzer() const { return analyzer_; }

 private:
  Analyzer analyzer_;
};

}  // namespace aisle::analyzers
