#include "analyzers/registry/builtin_analyzers.hpp"

#include <iterator>
#include <map>

#include "analyzers/token_filters/stop_filter.hpp"

namespace aisle::analyzers {
namespace {

using Chain = CustomChain;
using Make = Chain (*)(Parameters&);

ComponentReference named(std::string name) {
  return {std::move(name), {}};
}
ComponentReference defined(std::string type, std::map<std::string, std::vector<std::string>> parameters) {
  return {{}, {std::move(type), std::move(parameters)}};
}

// Adds a stop filter unless the list is empty or, not being asked for, unknown.
void add_stop_filter(Chain& chain, const Parameters& parameters, const std::string& otherwise) {
  std::vector<std::string> words = parameters.list("stopwords");
  if (!parameters.has("stopwords") &&
      named_stop_words(std::string_view(otherwise).substr(1, otherwise.size() - 2))) {
    words = {otherwise};
  }
  if (words.empty() || words == std::vector<std::string>{"_none_"}) return;
  chain.token_filters.push_back(defined("stop", {{"stopwords", std::move(words)}}));
}

Chain standard(Parameters& parameters) {
  Chain chain;
  chain.tokenizer = defined("standard", {{"max_token_length", {parameters.text("max_token_length", "255")}}});
  chain.token_filters.push_back(named("lowercase"));
  add_stop_filter(chain, parameters, "_none_");
  return chain;
}

Chain simple(Parameters&) {
  return {{}, defined("lowercase", {}), {}};
}
Chain whitespace(Parameters&) {
  return {{}, defined("whitespace", {}), {}};
}
Chain keyword(Parameters&) {
  return {{}, defined("keyword", {}), {}};
}

Chain stop(Parameters& parameters) {
  Chain chain{{}, defined("lowercase", {}), {}};
  add_stop_filter(chain, parameters, "_english_");
  return chain;
}

// Lower case, stop words, exclusions, stem: how Lucene's language analyzers are made.
Chain language(Parameters& parameters, const std::string& name,
               std::vector<ComponentReference> before_lowercase = {}) {
  Chain chain{{}, defined("standard", {}), std::move(before_lowercase)};
  chain.token_filters.push_back(name == "turkish" || name == "greek" || name == "irish"
                                    ? defined("lowercase", {{"language", {name}}})
                                    : named("lowercase"));
  add_stop_filter(chain, parameters, "_" + name + "_");
  if (auto kept = parameters.list("stem_exclusion"); !kept.empty()) {
    chain.token_filters.push_back(defined("keyword_marker", {{"keywords", std::move(kept)}}));
  }
  chain.token_filters.push_back(defined("stemmer", {{"language", {name}}}));
  return chain;
}

ComponentReference elision(std::vector<std::string> articles) {
  return defined("elision", {{"articles", std::move(articles)}, {"articles_case", {"true"}}});
}

Chain english(Parameters& parameters) {
  return language(parameters, "english", {named("possessive_english")});
}
Chain french(Parameters& parameters) {
  return language(parameters, "french", {named("elision")});
}
Chain italian(Parameters& parameters) {
  return language(parameters, "italian", {elision({"c",    "l",    "all", "dall", "dell", "nell", "sull",
                                                   "coll", "pell", "gl",  "agl",  "dagl", "degl", "negl",
                                                   "sugl", "un",   "m",   "t",    "s",    "v",    "d"})});
}
Chain catalan(Parameters& parameters) {
  return language(parameters, "catalan", {elision({"d", "l", "m", "n", "s", "t"})});
}
Chain brazilian(Parameters& parameters) {
  return language(parameters, "portuguese");
}

// English words for English; other languages have lists of their own where Aisle knows one.
Chain snowball(Parameters& parameters) {
  const std::string name = parameters.text("language", "English");
  std::string list = name;
  for (char& c : list) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  Chain chain{{}, defined("standard", {}), {named("lowercase")}};
  add_stop_filter(chain, parameters, "_" + list + "_");
  chain.token_filters.push_back(defined("snowball", {{"language", {name}}}));
  return chain;
}

Chain pattern(Parameters& parameters) {
  Chain chain{{},
              defined("pattern", {{"pattern", {parameters.text("pattern", "\\W+")}},
                                  {"flags", {parameters.text("flags")}}}),
              {}};
  if (parameters.boolean("lowercase", true)) chain.token_filters.push_back(named("lowercase"));
  add_stop_filter(chain, parameters, "_none_");
  return chain;
}

Chain fingerprint(Parameters& parameters) {
  Chain chain{{}, defined("standard", {}), {named("lowercase"), named("asciifolding")}};
  add_stop_filter(chain, parameters, "_none_");
  chain.token_filters.push_back(
      defined("fingerprint", {{"separator", {parameters.text("separator", " ")}},
                              {"max_output_size", {parameters.text("max_output_size", "255")}}}));
  return chain;
}

// Languages with a stemmer in libstemmer and nothing peculiar besides.
constexpr std::string_view kPlainLanguages[] = {
    "armenian",   "basque",    "danish",     "dutch",   "finnish",    "german",
    "greek",      "hungarian", "indonesian", "irish",   "lithuanian", "norwegian",
    "portuguese", "romanian",  "russian",    "spanish", "swedish",    "turkish"};

const std::map<std::string_view, Make>& makers() {
  static const std::map<std::string_view, Make> kMakers = {
      {"standard", standard},       {"simple", simple},     {"whitespace", whitespace},
      {"keyword", keyword},         {"stop", stop},         {"english", english},
      {"french", french},           {"italian", italian},   {"catalan", catalan},
      {"brazilian", brazilian},     {"snowball", snowball}, {"pattern", pattern},
      {"fingerprint", fingerprint},
  };
  return kMakers;
}

}  // namespace

std::optional<CustomChain> builtin_chain(std::string_view type, Parameters& parameters) {
  if (auto found = makers().find(type); found != makers().end()) return found->second(parameters);
  for (std::string_view name : kPlainLanguages) {
    if (name == type) return language(parameters, std::string(name));
  }
  return std::nullopt;
}

std::span<const std::string_view> builtin_analyzer_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const auto& [name, make] : makers()) names.push_back(name);
    names.insert(names.end(), std::begin(kPlainLanguages), std::end(kPlainLanguages));
    return names;
  }();
  return kNames;
}

}  // namespace aisle::analyzers
