#include <fmt/format.h>

#include <map>

#include "analyzers/registry/factories.hpp"
#include "analyzers/registry/gram_sizes.hpp"
#include "analyzers/tokenizers/char_class_tokenizer.hpp"
#include "analyzers/tokenizers/keyword_tokenizer.hpp"
#include "analyzers/tokenizers/ngram_tokenizer.hpp"
#include "analyzers/tokenizers/path_hierarchy_tokenizer.hpp"
#include "analyzers/tokenizers/pattern_tokenizer.hpp"
#include "analyzers/tokenizers/standard_tokenizer.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace aisle::analyzers {
namespace {

using Made = Result<std::shared_ptr<const Tokenizer>>;
using Factory = Made (*)(Parameters&, const BuildContext&);

template <class T, class... Arguments>
Made checked(const Parameters& parameters, Arguments&&... arguments) {
  if (auto status = parameters.status(); !status) return std::move(status).error();
  return Made(std::make_shared<const T>(std::forward<Arguments>(arguments)...));
}

// Longer than any sane token, and what Lucene's scanner can hold at most.
constexpr int kLongestToken = 1024 * 1024;

std::uint32_t max_token_length(Parameters& parameters) {
  const int length = parameters.integer("max_token_length", StandardTokenizer::kDefaultMaxTokenLength, 1);
  if (length > kLongestToken)
    parameters.fail("maxTokenLength may not exceed " + std::to_string(kLongestToken));
  return static_cast<std::uint32_t>(length);
}

Made make_standard(Parameters& parameters, const BuildContext&) {
  const std::uint32_t length = max_token_length(parameters);
  return checked<StandardTokenizer>(parameters, length);
}
Made make_whitespace(Parameters& parameters, const BuildContext&) {
  const std::uint32_t length = max_token_length(parameters);
  return checked<WhitespaceTokenizer>(parameters, length);
}
Made make_letter(Parameters& parameters, const BuildContext&) {
  return checked<LetterTokenizer>(parameters);
}
Made make_lowercase(Parameters& parameters, const BuildContext&) {
  return checked<LetterTokenizer>(parameters, true);
}
Made make_keyword(Parameters& parameters, const BuildContext&) {
  return checked<KeywordTokenizer>(parameters);
}

TokenChars token_chars(Parameters& parameters) {
  TokenChars chars;
  for (const std::string& name : parameters.list("token_chars")) {
    if (name == "letter") {
      chars.letter = true;
    } else if (name == "digit") {
      chars.digit = true;
    } else if (name == "whitespace") {
      chars.whitespace = true;
    } else if (name == "punctuation") {
      chars.punctuation = true;
    } else if (name == "symbol") {
      chars.symbol = true;
    } else if (name == "custom") {
      const std::string custom = replace_invalid_utf8(parameters.text("custom_token_chars"));
      if (custom.empty()) parameters.fail("Token type: 'custom' requires setting `custom_token_chars`");
      for (std::size_t at = 0; at < custom.size();) chars.custom += next_code_point(custom, at);
    } else {
      parameters.fail(
          fmt::format("Unknown token type: '{}', must be one of [custom, digit, letter, punctuation, "
                      "symbol, whitespace]",
                      name));
    }
  }
  return chars;
}

Made make_ngram(Parameters& parameters, const BuildContext& context) {
  const GramSizes sizes = read_gram_sizes(parameters);
  check_ngram_difference(parameters, sizes, context.limits);
  const TokenChars chars = token_chars(parameters);
  return checked<NgramTokenizer>(parameters, sizes.min, sizes.max, chars, false);
}

Made make_edge_ngram(Parameters& parameters, const BuildContext&) {
  const GramSizes sizes = read_gram_sizes(parameters);
  const TokenChars chars = token_chars(parameters);
  return checked<NgramTokenizer>(parameters, sizes.min, sizes.max, chars, true);
}

// One character, or a failure.
std::string one_character(Parameters& parameters, const std::string& key, const std::string& otherwise) {
  const std::string value = replace_invalid_utf8(parameters.text(key, otherwise));
  if (count_code_points(value) != 1) parameters.fail(fmt::format("{} must be a one char value", key));
  return value;
}

Made make_path_hierarchy(Parameters& parameters, const BuildContext&) {
  PathHierarchyTokenizer::Options options;
  options.delimiter = one_character(parameters, "delimiter", "/");
  options.replacement = one_character(parameters, "replacement", options.delimiter);
  options.skip = static_cast<std::uint32_t>(parameters.integer("skip", 0));
  options.reverse = parameters.boolean("reverse", false);
  return checked<PathHierarchyTokenizer>(parameters, options);
}

Made make_pattern(Parameters& parameters, const BuildContext&) {
  auto pattern = Regex::compile(parameters.text("pattern", "\\W+"), parameters.text("flags"));
  if (!pattern) return component_error(pattern.error().message, parameters.name());
  const int group = parameters.integer("group", -1, -1);
  if (group > pattern->groups())
    parameters.fail(
        fmt::format("invalid group specified: pattern only has: {} capturing groups", pattern->groups()));
  return checked<PatternTokenizer>(parameters, *std::move(pattern), group);
}

const std::map<std::string_view, Factory>& factories() {
  static const std::map<std::string_view, Factory> kFactories = {
      {"standard", make_standard},
      {"whitespace", make_whitespace},
      {"letter", make_letter},
      {"lowercase", make_lowercase},
      {"keyword", make_keyword},
      {"ngram", make_ngram},
      {"nGram", make_ngram},
      {"edge_ngram", make_edge_ngram},
      {"edgeNGram", make_edge_ngram},
      {"path_hierarchy", make_path_hierarchy},
      {"PathHierarchy", make_path_hierarchy},
      {"pattern", make_pattern},
  };
  return kFactories;
}

}  // namespace

Result<std::shared_ptr<const Tokenizer>> make_tokenizer(Parameters& parameters, const BuildContext& context) {
  auto found = factories().find(parameters.type());
  if (found == factories().end()) return std::shared_ptr<const Tokenizer>();
  return found->second(parameters, context);
}

}  // namespace aisle::analyzers
