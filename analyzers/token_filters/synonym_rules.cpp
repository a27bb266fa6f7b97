#include "analyzers/token_filters/synonym_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace aisle::analyzers {
namespace {

// Rules grow with the square of their terms.
constexpr std::size_t kMostTermsPerRule = 1024;

Error rule_error(std::size_t line, std::string_view why) {
  return {ErrorCode::invalid_argument,
          fmt::format("failed to build synonyms: Invalid synonym rule at line {}: {}", line + 1, why),
          "illegal_argument_exception"};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

// Splits at an unescaped separator; escapes stay.
std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\\') {
      at = std::min(at + 2, text.size());
    } else if (text.substr(at).starts_with(separator)) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at += separator.size();
    } else {
      ++at;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    plain += text[at];
  }
  return plain;
}

/// One line's sides, analysed.
class RuleReader {
 public:
  explicit RuleReader(const Analyzer& analyzer) : analyzer_(analyzer) {}

  /// The phrases of one side; lenient readers drop those that do not work, others fail with why.
  Result<std::vector<Phrase>> side(std::string_view text, bool lenient) {
    const auto parts = split(text, ",");
    if (parts.size() > kMostTermsPerRule) {
      return Error(ErrorCode::resource_exhausted, fmt::format("more than {} terms", kMostTermsPerRule));
    }
    std::vector<Phrase> phrases;
    for (std::string_view part : parts) {
      auto phrase = analyze(unescaped(trimmed(part)));
      if (phrase) {
        phrases.push_back(*std::move(phrase));
      } else if (!lenient) {
        return std::move(phrase).error();
      }
    }
    return phrases;
  }

 private:
  Result<Phrase> analyze(const std::string& text) {
    analyzer_.analyze(text, stream_);
    Phrase phrase;
    for (const Token& token : stream_.tokens()) {
      if (token.term.empty()) return wrong(fmt::format("term: {} analyzed to a zero-length token", text));
      if (token.position != phrase.size()) {
        return wrong(fmt::format("term: {} analyzed to a token ({}) with position increment != 1 (got: {})",
                                 text, token.term,
                                 token.position < phrase.size() ? 0 : token.position + 1 - phrase.size()));
      }
      phrase.emplace_back(token.term);
    }
    if (phrase.empty()) return wrong(fmt::format("term: {} was completely eliminated by analyzer", text));
    return phrase;
  }
  static Error wrong(std::string why) { return {ErrorCode::invalid_argument, std::move(why)}; }

  const Analyzer& analyzer_;
  TokenStream stream_;
};

// "a, b": with `expand` each is joined by the others, otherwise all become the first.
void add_equivalents(const std::vector<Phrase>& phrases, bool expand, SynonymRules& rules) {
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    if (!expand) {
      rules.add(phrases[i], phrases[0], false);
      continue;
    }
    for (std::size_t j = 0; j < phrases.size(); ++j) {
      if (i != j) rules.add(phrases[i], phrases[j], true);
    }
  }
}

}  // namespace

void SynonymRules::add(const Phrase& input, const Phrase& output, bool keep_original) {
  std::uint32_t node = 0;
  for (const std::string& term : input) {
    auto [found, fresh] = nodes_[node].next.try_emplace(term, static_cast<std::uint32_t>(nodes_.size()));
    node = found->second;
    if (fresh) nodes_.emplace_back();
  }
  auto& entry = nodes_[node].entry;
  if (!entry) entry = std::make_unique<SynonymEntry>();
  entry->keep_original |= keep_original;
  // Phrases equal to their input are the original once more.
  if (keep_original && output == input) return;
  if (std::find(entry->outputs.begin(), entry->outputs.end(), output) == entry->outputs.end()) {
    entry->outputs.push_back(output);
  }
}

SynonymRules::Match SynonymRules::longest_match(std::span<const Token> tokens) const {
  Match best;
  std::uint32_t node = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0 && tokens[i].position != tokens[i - 1].position + 1) break;
    auto found = nodes_[node].next.find(tokens[i].term);
    if (found == nodes_[node].next.end()) break;
    node = found->second;
    if (nodes_[node].entry) best = {i + 1, nodes_[node].entry.get()};
  }
  return best;
}

Result<SynonymRules> parse_synonyms(std::span<const std::string> lines, const Analyzer& analyzer,
                                    SynonymOptions options) {
  SynonymRules rules;
  RuleReader reader(analyzer);
  for (std::size_t number = 0; number < lines.size(); ++number) {
    const std::string_view line = trimmed(lines[number]);
    if (line.empty() || line.front() == '#') continue;
    const auto sides = split(line, "=>");
    if (sides.size() > 2)
      return rule_error(number, "more than one explicit mapping specified on the same line");
    auto inputs = reader.side(sides.front(), options.lenient);
    if (!inputs) return rule_error(number, inputs.error().message);
    if (sides.size() == 1) {
      add_equivalents(*inputs, options.expand, rules);
      continue;
    }
    auto outputs = reader.side(sides.back(), options.lenient);
    if (!outputs) return rule_error(number, outputs.error().message);
    for (const Phrase& input : *inputs) {
      for (const Phrase& output : *outputs) rules.add(input, output, false);
    }
  }
  return rules;
}

}  // namespace aisle::analyzers
