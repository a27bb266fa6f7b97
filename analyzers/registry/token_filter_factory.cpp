#include <fmt/format.h>

#include <limits>
#include <map>
#include <set>

#include "analyzers/registry/factories.hpp"
#include "analyzers/registry/gram_sizes.hpp"
#include "analyzers/token_filters/ascii_folding_filter.hpp"
#include "analyzers/token_filters/case_filter.hpp"
#include "analyzers/token_filters/english_filters.hpp"
#include "analyzers/token_filters/keyword_filters.hpp"
#include "analyzers/token_filters/ngram_filter.hpp"
#include "analyzers/token_filters/pattern_replace_filter.hpp"
#include "analyzers/token_filters/shingle_filter.hpp"
#include "analyzers/token_filters/stemmer_filter.hpp"
#include "analyzers/token_filters/stop_filter.hpp"
#include "analyzers/token_filters/stream_filters.hpp"
#include "analyzers/token_filters/synonym_filter.hpp"
#include "analyzers/token_filters/term_filters.hpp"

namespace aisle::analyzers {
namespace {

using Made = Result<std::shared_ptr<const TokenFilter>>;
using Factory = Made (*)(Parameters&, const BuildContext&);

template <class T, class... Arguments>
Made checked(const Parameters& parameters, Arguments&&... arguments) {
  if (auto status = parameters.status(); !status) return std::move(status).error();
  return Made(std::make_shared<const T>(std::forward<Arguments>(arguments)...));
}

Made make_lowercase(Parameters& parameters, const BuildContext&) {
  static const std::map<std::string, CaseLanguage, std::less<>> kLanguages = {
      {"greek", CaseLanguage::greek}, {"irish", CaseLanguage::irish}, {"turkish", CaseLanguage::turkish}};
  const std::string language = parameters.text("language");
  auto found = kLanguages.find(language);
  if (!language.empty() && found == kLanguages.end()) {
    parameters.fail(fmt::format("language [{}] not support for lower case", language));
  }
  return checked<LowercaseFilter>(parameters, found == kLanguages.end() ? CaseLanguage::root : found->second);
}

Made make_uppercase(Parameters& parameters, const BuildContext&) {
  return checked<UppercaseFilter>(parameters);
}

Made make_stop(Parameters& parameters, const BuildContext&) {
  const auto entries =
      parameters.has("stopwords") ? parameters.list("stopwords") : std::vector<std::string>{"_english_"};
  const bool ignore_case = parameters.boolean("ignore_case", false);
  const bool remove_trailing = parameters.boolean("remove_trailing", true);
  return checked<StopFilter>(parameters, WordSet(resolve_stop_words(entries), ignore_case), remove_trailing);
}

Made make_ascii_folding(Parameters& parameters, const BuildContext&) {
  const bool preserve_original = parameters.boolean("preserve_original", false);
  return checked<AsciiFoldingFilter>(parameters, preserve_original);
}

Made make_stemmer(Parameters& parameters, const BuildContext&) {
  const std::string language = parameters.text("language", parameters.text("name", "porter"));
  if (language == "possessive_english" || language == "possessiveEnglish") {
    return checked<EnglishPossessiveFilter>(parameters);
  }
  if (language == "minimal_english" || language == "minimalEnglish") {
    return checked<EnglishMinimalStemFilter>(parameters);
  }
  const auto algorithm = stemmer_algorithm(language);
  if (!algorithm)
    return component_error(fmt::format("Invalid stemmer class specified: {}", language), parameters.name());
  return checked<StemmerFilter>(parameters, *algorithm);
}

Made make_snowball(Parameters& parameters, const BuildContext&) {
  const std::string language = parameters.text("language", "English");
  const auto algorithm = snowball_algorithm(language);
  if (!algorithm)
    return component_error(fmt::format("Invalid stemmer class specified: {}", language), parameters.name());
  return checked<StemmerFilter>(parameters, *algorithm);
}

Made make_porter(Parameters& parameters, const BuildContext&) {
  return checked<StemmerFilter>(parameters, "porter");
}

Made make_possessive(Parameters& parameters, const BuildContext&) {
  return checked<EnglishPossessiveFilter>(parameters);
}

Made make_ngram(Parameters& parameters, const BuildContext& context) {
  const GramSizes sizes = read_gram_sizes(parameters);
  check_ngram_difference(parameters, sizes, context.limits);
  const bool preserve_original = parameters.boolean("preserve_original", false);
  return checked<NgramFilter>(parameters, sizes, preserve_original);
}

Made make_edge_ngram(Parameters& parameters, const BuildContext&) {
  const GramSizes sizes = read_gram_sizes(parameters);
  const bool preserve_original = parameters.boolean("preserve_original", false);
  const std::string side = parameters.text("side", "front");
  if (side != "front" && side != "back") parameters.fail(fmt::format("invalid side: {}", side));
  return checked<EdgeNgramFilter>(parameters, sizes, preserve_original, side == "back");
}

Made make_shingle(Parameters& parameters, const BuildContext& context) {
  ShingleOptions options;
  const int min = parameters.integer("min_shingle_size", 2);
  const int max = parameters.integer("max_shingle_size", 2);
  options.output_unigrams = parameters.boolean("output_unigrams", true);
  options.output_unigrams_if_no_shingles = parameters.boolean("output_unigrams_if_no_shingles", false);
  options.token_separator = parameters.text("token_separator", " ");
  options.filler_token = parameters.text("filler_token", "_");
  if (min < 2) parameters.fail("Min shingle size must be >= 2");
  if (max < 2) parameters.fail("Max shingle size must be >= 2");
  if (min > max) parameters.fail("Min shingle size must be <= max shingle size");
  const int difference = max - min + (options.output_unigrams ? 1 : 0);
  if (difference > static_cast<int>(context.limits.max_shingle_diff)) {
    parameters.fail(fmt::format(
        "In Shingle TokenFilter the difference between max_shingle_size and min_shingle_size (and +1 if "
        "outputting "
        "unigrams) must be less than or equal to: [{}] but was [{}]. This limit can be set by changing the "
        "[index.max_shingle_diff] index level setting.",
        context.limits.max_shingle_diff, difference));
  }
  options.min_size = static_cast<std::uint32_t>(min);
  options.max_size = static_cast<std::uint32_t>(max);
  return checked<ShingleFilter>(parameters, options);
}

Made make_unique_filter(Parameters& parameters, const BuildContext&) {
  const bool only_on_same_position = parameters.boolean("only_on_same_position", false);
  return checked<UniqueFilter>(parameters, only_on_same_position);
}

Made make_remove_duplicates(Parameters& parameters, const BuildContext&) {
  return checked<UniqueFilter>(parameters, true);
}

Made make_keyword_repeat(Parameters& parameters, const BuildContext&) {
  return checked<KeywordRepeatFilter>(parameters);
}

Made make_trim(Parameters& parameters, const BuildContext&) {
  return checked<TrimFilter>(parameters);
}
Made make_reverse(Parameters& parameters, const BuildContext&) {
  return checked<ReverseFilter>(parameters);
}
Made make_decimal_digit(Parameters& parameters, const BuildContext&) {
  return checked<DecimalDigitFilter>(parameters);
}

Made make_length(Parameters& parameters, const BuildContext&) {
  const int min = parameters.integer("min", 0);
  const int max = parameters.integer("max", std::numeric_limits<int>::max());
  return checked<LengthFilter>(parameters, static_cast<std::uint32_t>(min), static_cast<std::uint32_t>(max));
}

Made make_truncate(Parameters& parameters, const BuildContext&) {
  const int length = parameters.integer("length", 10);
  if (length < 1) parameters.fail("length parameter must be provided");
  return checked<TruncateFilter>(parameters, static_cast<std::uint32_t>(length));
}

Made make_limit(Parameters& parameters, const BuildContext&) {
  const int count = parameters.integer("max_token_count", 1);
  return checked<LimitFilter>(parameters, static_cast<std::uint32_t>(count));
}

Made make_fingerprint(Parameters& parameters, const BuildContext&) {
  const int size = parameters.integer("max_output_size", 255);
  return checked<FingerprintFilter>(parameters, parameters.text("separator", " "),
                                    static_cast<std::uint32_t>(size));
}

Made make_elision(Parameters& parameters, const BuildContext&) {
  static const std::vector<std::string> kFrench = {"l", "m", "t",     "qu",     "n",      "s",     "j",
                                                   "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"};
  const bool given = parameters.has("articles");
  const bool ignore_case = parameters.boolean("articles_case", false) || !given;
  return checked<ElisionFilter>(parameters,
                                WordSet(given ? parameters.list("articles") : kFrench, ignore_case));
}

Made make_keyword_marker(Parameters& parameters, const BuildContext&) {
  if (!parameters.has("keywords")) {
    parameters.fail(
        "keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured");
  }
  const bool ignore_case = parameters.boolean("ignore_case", false);
  return checked<KeywordMarkerFilter>(parameters, WordSet(parameters.list("keywords"), ignore_case));
}

// "a, b => stem" for each of the words before the arrow.
void read_override(const std::string& rule, StemmerOverrideFilter::Stems& stems, Parameters& parameters) {
  auto trim = [](std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
  };
  const std::size_t arrow = rule.find("=>");
  const std::string_view stem =
      arrow == std::string::npos ? "" : trim(std::string_view(rule).substr(arrow + 2));
  if (stem.empty() || stem.find("=>") != std::string_view::npos || stem.find(',') != std::string_view::npos) {
    return parameters.fail(fmt::format("Invalid Keyword override Rule:{}", rule));
  }
  std::string_view words = std::string_view(rule).substr(0, arrow);
  while (!words.empty()) {
    const std::size_t comma = std::min(words.find(','), words.size());
    const std::string_view word = trim(words.substr(0, comma));
    if (word.empty()) return parameters.fail(fmt::format("Invalid Keyword override Rule:{}", rule));
    stems.emplace(word, stem);
    words.remove_prefix(std::min(comma + 1, words.size()));
  }
}

Made make_stemmer_override(Parameters& parameters, const BuildContext&) {
  StemmerOverrideFilter::Stems stems;
  if (!parameters.has("rules")) {
    parameters.fail("stemmer override filter requires either `rules` or `rules_path` to be configured");
  }
  for (const std::string& rule : parameters.lines("rules")) read_override(rule, stems, parameters);
  return checked<StemmerOverrideFilter>(parameters, std::move(stems));
}

Made make_pattern_replace(Parameters& parameters, const BuildContext&) {
  if (!parameters.has("pattern")) {
    return component_error(
        fmt::format("pattern is missing for [{}] token filter of type 'pattern_replace'", parameters.name()),
        parameters.name());
  }
  auto pattern = Regex::compile(parameters.text("pattern"), parameters.text("flags"));
  if (!pattern) return component_error(pattern.error().message, parameters.name());
  const bool all = parameters.boolean("all", true);
  return checked<PatternReplaceFilter>(parameters, *std::move(pattern), parameters.text("replacement"), all);
}

/// Does nothing: a graph for the index is the `synonym` filter's flat output here.
class FlattenGraphFilter final : public TokenFilter {
 public:
  void apply(TokenStream&) const override {}
};
Made make_flatten_graph(Parameters& parameters, const BuildContext&) {
  return checked<FlattenGraphFilter>(parameters);
}

// Tokenizer and filters in front of a synonym filter, less the other synonym filters.
Result<AnalyzerChain> chain_for_synonyms(const AnalyzerChain& before, const std::string& name) {
  AnalyzerChain chain{before.char_filters, before.tokenizer, {}};
  for (const auto& filter : before.token_filters) {
    if (filter.component->skipped_for_synonyms()) continue;
    if (!filter.component->can_parse_synonyms()) {
      return component_error(fmt::format("Token filter [{}] cannot be used to parse synonyms", filter.name),
                             name);
    }
    chain.token_filters.push_back(filter);
  }
  return chain;
}

Made make_synonym_filter(Parameters& parameters, const BuildContext& context, bool graph) {
  if (!parameters.has("synonyms")) {
    return component_error(
        "synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured",
        parameters.name());
  }
  SynonymOptions options;
  options.expand = parameters.boolean("expand", true);
  options.lenient = parameters.boolean("lenient", false);
  if (const std::string format = parameters.text("format", "solr"); format != "solr" && !format.empty()) {
    parameters.fail(fmt::format("synonym format [{}] is not supported, only [solr]", format));
  }
  if (auto status = parameters.status(); !status) return std::move(status).error();
  // Rules mean something only behind a tokenizer; a definition alone is checked no further.
  auto rules = std::make_shared<SynonymRules>();
  if (context.chain_before != nullptr) {
    auto chain = chain_for_synonyms(*context.chain_before, parameters.name());
    if (!chain) return std::move(chain).error();
    auto parsed =
        parse_synonyms(parameters.lines("synonyms"), Analyzer("synonyms", *std::move(chain)), options);
    if (!parsed) return component_error(parsed.error().message, parameters.name());
    *rules = *std::move(parsed);
  }
  return graph ? Made(std::make_shared<const SynonymGraphFilter>(std::move(rules)))
               : Made(std::make_shared<const FlatSynonymFilter>(std::move(rules)));
}
Made make_synonym(Parameters& parameters, const BuildContext& context) {
  return make_synonym_filter(parameters, context, false);
}
Made make_synonym_graph(Parameters& parameters, const BuildContext& context) {
  return make_synonym_filter(parameters, context, true);
}

const std::map<std::string_view, Factory>& factories() {
  static const std::map<std::string_view, Factory> kFactories = {
      {"lowercase", make_lowercase},
      {"uppercase", make_uppercase},
      {"asciifolding", make_ascii_folding},
      {"stop", make_stop},
      {"stemmer", make_stemmer},
      {"snowball", make_snowball},
      {"porter_stem", make_porter},
      {"porterStem", make_porter},
      {"kstem", make_porter},
      {"possessive_english", make_possessive},
      {"ngram", make_ngram},
      {"nGram", make_ngram},
      {"edge_ngram", make_edge_ngram},
      {"edgeNGram", make_edge_ngram},
      {"shingle", make_shingle},
      {"unique", make_unique_filter},
      {"remove_duplicates", make_remove_duplicates},
      {"keyword_repeat", make_keyword_repeat},
      {"keyword_marker", make_keyword_marker},
      {"stemmer_override", make_stemmer_override},
      {"trim", make_trim},
      {"length", make_length},
      {"truncate", make_truncate},
      {"limit", make_limit},
      {"reverse", make_reverse},
      {"elision", make_elision},
      {"fingerprint", make_fingerprint},
      {"decimal_digit", make_decimal_digit},
      {"pattern_replace", make_pattern_replace},
      {"flatten_graph", make_flatten_graph},
      {"synonym", make_synonym},
      {"synonym_graph", make_synonym_graph},
  };
  return kFactories;
}

}  // namespace

Result<std::shared_ptr<const TokenFilter>> make_token_filter(Parameters& parameters,
                                                             const BuildContext& context) {
  auto found = factories().find(parameters.type());
  if (found == factories().end()) return std::shared_ptr<const TokenFilter>();
  return found->second(parameters, context);
}

bool normalizer_may_use_token_filter(std::string_view type) {
  static const std::set<std::string_view> kPerCharacter = {"lowercase",     "uppercase", "asciifolding",
                                                           "trim",          "elision",   "pattern_replace",
                                                           "decimal_digit", "cjk_width"};
  return kPerCharacter.contains(type);
}

}  // namespace aisle::analyzers
