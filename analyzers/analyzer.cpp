#include "analyzers/analyzer.hpp"

#include <cassert>

#include "analyzers/char_filters/char_filter.hpp"
#include "analyzers/token_filters/token_filter.hpp"
#include "analyzers/tokenizers/keyword_tokenizer.hpp"
#include "analyzers/tokenizers/tokenizer.hpp"
#include "analyzers/unicode/case.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

// Turns byte offsets of tokens into UTF-16 code units of the text.
void convert_offsets(std::string_view text, TokenStream& out) {
  thread_local Utf16Offsets offsets;
  offsets.reset(text);
  for (Token& token : out.mutable_tokens()) {
    token.start_offset = offsets.to_utf16(token.start_offset);
    token.end_offset = offsets.to_utf16(token.end_offset);
  }
  out.set_end_offset(offsets.to_utf16(static_cast<std::uint32_t>(text.size())));
}

// The text after one char filter, in the arena, since tokens will point into it.
std::string_view filter_text(const CharFilter& filter, std::string_view text, TokenStream& out,
                             OffsetMap& map) {
  thread_local std::string filtered;
  filtered.clear();
  map.clear();
  filter.filter(text, filtered, map);
  return out.intern(filtered);
}

std::vector<TracedToken> copy_tokens(const TokenStream& stream) {
  std::vector<TracedToken> copies;
  copies.reserve(stream.tokens().size());
  for (const Token& token : stream.tokens()) {
    copies.push_back({std::string(token.term), token.start_offset, token.end_offset, token.position,
                      token.position_length, token.type, token.keyword});
  }
  return copies;
}

}  // namespace

Analyzer::Analyzer(std::string name, AnalyzerChain chain, bool custom, std::uint32_t position_increment_gap)
    : name_(std::move(name)),
      chain_(std::move(chain)),
      custom_(custom),
      position_increment_gap_(position_increment_gap) {
  assert(chain_.tokenizer.component && "an analyzer has a tokenizer");
  lowercase_first_ = !chain_.token_filters.empty() &&
                     chain_.token_filters[0].component->is_plain_lowercase() &&
                     chain_.tokenizer.component->ignores_case();
  words_end_ = chain_.token_filters.size();
  // Lower-casing the whole text is cheaper than remembering words in both cases.
  const std::size_t least = lowercase_first_ ? 1 : 0;
  while (words_end_ > least && chain_.token_filters[words_end_ - 1].component->looks_at_one_token()) --words_end_;
}

Analyzer::~Analyzer() = default;

void Analyzer::analyze(std::string_view utf8, TokenStream& out) const {
  analyze_with(utf8, chain_.token_filters.size(), out);
}

void Analyzer::analyze_words(std::string_view utf8, TokenStream& out) const { analyze_with(utf8, words_end_, out); }

void Analyzer::finish_word(const Token& word, TokenStream& out) const {
  out.clear();
  out.mutable_tokens().push_back(word);
  run_filters(words_end_, chain_.token_filters.size(), out);
}

void Analyzer::analyze_with(std::string_view utf8, std::size_t filters_end, TokenStream& out) const {
  assert(utf8.size() < (1U << 31) && "offsets have 32 bits");
  out.clear();
  const TextFacts facts = scan_facts(utf8);
  if (facts.ascii && chain_.char_filters.empty()) {
    analyze_ascii(utf8, facts.has_upper, out);
    return run_filters(lowercase_first_ ? 1 : 0, filters_end, out);
  }
  if (!facts.ascii && !is_valid_utf8(utf8)) utf8 = out.intern(replace_invalid_utf8(utf8));
  chain_.char_filters.empty() ? analyze_unicode(utf8, out) : analyze_filtered(utf8, out);
  run_filters(0, filters_end, out);
}

/// With the first filter's work done where it may be done first.
void Analyzer::analyze_ascii(std::string_view text, bool has_upper, TokenStream& out) const {
  out.set_end_offset(static_cast<std::uint32_t>(text.size()));
  if (lowercase_first_ && has_upper) {
    char* lower = out.allocate(text.size());
    lowercase_ascii(text, lower);
    text = {lower, text.size()};
  }
  chain_.tokenizer.component->tokenize_ascii(text, out);
}

void Analyzer::analyze_unicode(std::string_view text, TokenStream& out) const {
  chain_.tokenizer.component->tokenize(text, out);
  convert_offsets(text, out);
}

void Analyzer::analyze_filtered(std::string_view text, TokenStream& out) const {
  thread_local std::vector<OffsetMap> maps;
  if (maps.size() < chain_.char_filters.size()) maps.resize(chain_.char_filters.size());
  std::string_view filtered = text;
  for (std::size_t i = 0; i < chain_.char_filters.size(); ++i) {
    filtered = filter_text(*chain_.char_filters[i].component, filtered, out, maps[i]);
  }
  chain_.tokenizer.component->tokenize(filtered, out);
  for (Token& token : out.mutable_tokens()) {
    for (std::size_t i = chain_.char_filters.size(); i-- > 0;) {
      token.start_offset = maps[i].to_input(token.start_offset);
      token.end_offset = maps[i].to_input(token.end_offset);
    }
  }
  convert_offsets(text, out);
}

void Analyzer::run_filters(std::size_t begin, std::size_t end, TokenStream& out) const {
  for (std::size_t i = begin; i < end; ++i) chain_.token_filters[i].component->apply(out);
}

AnalysisTrace Analyzer::trace(std::string_view utf8) const {
  AnalysisTrace trace;
  TokenStream stream;
  const std::string sound = replace_invalid_utf8(utf8);
  std::string_view text = sound;
  OffsetMap map;
  for (const auto& filter : chain_.char_filters) {
    text = filter_text(*filter.component, text, stream, map);
    trace.char_filters.push_back({filter.name, std::string(text)});
  }
  // One run per stage: a chain cut short is an analyzer too.
  AnalyzerChain so_far{chain_.char_filters, chain_.tokenizer, {}};
  Analyzer(name_, so_far).analyze(sound, stream);
  trace.tokenizer = {chain_.tokenizer.name, copy_tokens(stream)};
  for (const auto& filter : chain_.token_filters) {
    so_far.token_filters.push_back(filter);
    Analyzer(name_, so_far).analyze(sound, stream);
    trace.token_filters.push_back({filter.name, copy_tokens(stream)});
  }
  return trace;
}

Normalizer::Normalizer(std::string name, std::vector<Named<CharFilter>> char_filters,
                       std::vector<Named<TokenFilter>> token_filters)
    : analyzer_(std::move(name), {std::move(char_filters),
                                  {"keyword", std::make_shared<KeywordTokenizer>()},
                                  std::move(token_filters)}) {}

Normalizer::~Normalizer() = default;

std::string Normalizer::normalize(std::string_view utf8) const {
  thread_local TokenStream stream;
  analyzer_.analyze(utf8, stream);
  return stream.tokens().empty() ? std::string() : std::string(stream.tokens().front().term);
}

}  // namespace aisle::analyzers
