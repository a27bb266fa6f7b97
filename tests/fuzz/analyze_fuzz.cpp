// Random chains over random text. The first bytes choose char filters, a tokenizer and token filters from a
// list that has every kind; the rest is the text. Whatever comes out must be sound: offsets within the text,
// positions in order, terms that are UTF-8.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzers/analyzer_registry.hpp"
#include "analyzers/unicode/utf8.hpp"

namespace {

using namespace aisle::analyzers;
using Parameters = std::map<std::string, std::vector<std::string>>;

ComponentReference part(std::string type, Parameters parameters = {}) {
  return {{}, {std::move(type), std::move(parameters)}};
}

const std::vector<ComponentReference>& char_filters() {
  static const std::vector<ComponentReference> kParts = {
      part("html_strip"), part("html_strip", {{"escaped_tags", {"b"}}}),
      part("mapping", {{"mappings", {"a => bcd", "é => e", "ab => x", "> => \\u0020and\\u0020", "x => "}}}),
      part("pattern_replace", {{"pattern", {"(\\w)-(?=\\w)"}}, {"replacement", {"$1é"}}})};
  return kParts;
}

const std::vector<ComponentReference>& tokenizers() {
  static const std::vector<ComponentReference> kParts = {
      part("standard"),
      part("standard", {{"max_token_length", {"3"}}}),
      part("whitespace"),
      part("letter"),
      part("lowercase"),
      part("keyword"),
      part("ngram", {{"min_gram", {"1"}}, {"max_gram", {"3"}}}),
      part("ngram",
           {{"min_gram", {"2"}}, {"max_gram", {"2"}}, {"token_chars", {"letter", "digit", "symbol"}}}),
      part("edge_ngram", {{"min_gram", {"1"}}, {"max_gram", {"10"}}, {"token_chars", {"letter"}}}),
      part("path_hierarchy"),
      part("path_hierarchy", {{"reverse", {"true"}}, {"skip", {"1"}}, {"replacement", {"é"}}}),
      part("pattern"),
      part("pattern", {{"pattern", {"(.)(\\w+)"}}, {"group", {"2"}}})};
  return kParts;
}

const std::vector<ComponentReference>& token_filters() {
  static const std::vector<ComponentReference> kParts = {
      part("lowercase"),
      part("lowercase", {{"language", {"greek"}}}),
      part("lowercase", {{"language", {"irish"}}}),
      part("uppercase"),
      part("asciifolding"),
      part("asciifolding", {{"preserve_original", {"true"}}}),
      part("stop"),
      part("stop", {{"ignore_case", {"true"}}, {"remove_trailing", {"false"}}}),
      part("stemmer"),
      part("stemmer", {{"language", {"french"}}}),
      part("stemmer", {{"language", {"minimal_english"}}}),
      part("stemmer", {{"language", {"possessive_english"}}}),
      part("snowball", {{"language", {"Russian"}}}),
      part("synonym_graph",
           {{"synonyms", {"a, b c", "x y z => w", "tv, tele vision, idiot box"}}, {"lenient", {"true"}}}),
      part("synonym", {{"synonyms", {"a, b c", "x y z => w", "tv, tele vision"}}, {"lenient", {"true"}}}),
      part("shingle"),
      part("shingle", {{"max_shingle_size", {"3"}}, {"output_unigrams", {"false"}}}),
      part("unique"),
      part("unique", {{"only_on_same_position", {"true"}}}),
      part("keyword_repeat"),
      part("ngram"),
      part("edge_ngram", {{"max_gram", {"5"}}}),
      part("edge_ngram", {{"side", {"back"}}, {"preserve_original", {"true"}}}),
      part("trim"),
      part("length", {{"max", {"6"}}}),
      part("truncate", {{"length", {"3"}}}),
      part("reverse"),
      part("elision"),
      part("limit", {{"max_token_count", {"20"}}}),
      part("fingerprint"),
      part("decimal_digit"),
      part("keyword_marker", {{"keywords", {"a", "running"}}}),
      part("stemmer_override", {{"rules", {"a => bb"}}}),
      part("pattern_replace", {{"pattern", {"[aé]"}}, {"replacement", {"ü"}}})};
  return kParts;
}

const AnalyzerRegistry& registry() {
  static const auto kRegistry = [] {
    AnalysisSettings settings;
    settings.limits = {50, 50};
    return *AnalyzerRegistry::build(settings);
  }();
  return *kRegistry;
}

const ComponentReference& pick(const std::vector<ComponentReference>& parts, std::uint8_t by) {
  return parts[by % parts.size()];
}

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const TokenStream& stream, std::string_view text) {
  const std::uint32_t length = utf16_length(replace_invalid_utf8(text));
  require(stream.end_offset() == length);
  std::uint32_t position = 0;
  for (const Token& token : stream.tokens()) {
    require(token.start_offset <= token.end_offset && token.end_offset <= length);
    require(token.position >= position && token.position < stream.end_position());
    require(token.position_length >= 1);
    require(is_valid_utf8(token.term));
    position = token.position;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kChoices = 6;
  if (size < kChoices || size > 4096) return 0;
  CustomChain chain;
  if (data[0] & 0x80) chain.char_filters.push_back(pick(char_filters(), data[0]));
  if ((data[0] & 0xC0) == 0xC0) chain.char_filters.push_back(pick(char_filters(), data[1]));
  chain.tokenizer = pick(tokenizers(), data[1]);
  for (std::size_t i = 2; i < kChoices; ++i) {
    if (data[i] != 0xFF) chain.token_filters.push_back(pick(token_filters(), data[i]));
  }
  auto analyzer = registry().make_custom(chain);
  if (!analyzer) return 0;  // synonyms behind filters that cannot parse them
  const std::string_view text(reinterpret_cast<const char*>(data) + kChoices, size - kChoices);
  static TokenStream stream;
  (*analyzer)->analyze(text, stream);
  check(stream, text);
  return 0;
}
