#include "analyzers/registry/builtin_analyzers.hpp"

#include <map>

namespace aisle::analyzers {
namespace {

using Chain = CustomChain;
using Make = Chain (*)(Parameters&);

ComponentReference named(std::string name) { return {std::move(name), {}}; }
ComponentReference defined(std::string type, std::map<std::string, std::vector<std::string>> parameters) {
  return {{}, {std::move(type), std::move(parameters)}};
}

// Adds a stop filter unless the list is empty.
void add_stop_filter(Chain& chain, const Parameters& parameters, std::string otherwise) {
  auto words = parameters.has("stopwords") ? parameters.lines("stopwords") : std::vector<std::string>{otherwise};
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

Chain simple(Parameters&) { return {{}, defined("lowercase", {}), {}}; }
Chain whitespace(Parameters&) { return {{}, defined("whitespace", {}), {}}; }
Chain keyword(Parameters&) { return {{}, defined("keyword", {}), {}}; }

Chain stop(Parameters& parameters) {
  Chain chain{{}, defined("lowercase", {}), {}};
  add_stop_filter(chain, parameters, "_english_");
  return chain;
}

const std::map<std::string_view, Make>& makers() {
  static const std::map<std::string_view, Make> kMakers = {
      {"standard", standard}, {"simple", simple}, {"whitespace", whitespace}, {"keyword", keyword}, {"stop", stop},
  };
  return kMakers;
}

}  // namespace

std::optional<CustomChain> builtin_chain(std::string_view type, Parameters& parameters) {
  auto found = makers().find(type);
  if (found == makers().end()) return std::nullopt;
  return found->second(parameters);
}

std::span<const std::string_view> builtin_analyzer_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const auto& [name, make] : makers()) names.push_back(name);
    return names;
  }();
  return kNames;
}

}  // namespace aisle::analyzers
