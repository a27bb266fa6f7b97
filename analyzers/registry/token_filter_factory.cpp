#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzers/registry/factories.hpp"
#include "analyzers/token_filters/case_filter.hpp"
#include "analyzers/token_filters/stop_filter.hpp"

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

Made make_uppercase(Parameters& parameters, const BuildContext&) { return checked<UppercaseFilter>(parameters); }

Made make_stop(Parameters& parameters, const BuildContext&) {
  const auto entries = parameters.has("stopwords") ? parameters.list("stopwords") : std::vector<std::string>{"_english_"};
  const bool ignore_case = parameters.boolean("ignore_case", false);
  const bool remove_trailing = parameters.boolean("remove_trailing", true);
  return checked<StopFilter>(parameters, WordSet(resolve_stop_words(entries), ignore_case), remove_trailing);
}

const std::map<std::string_view, Factory>& factories() {
  static const std::map<std::string_view, Factory> kFactories = {
      {"lowercase", make_lowercase},
      {"uppercase", make_uppercase},
      {"stop", make_stop},
  };
  return kFactories;
}

}  // namespace

Result<std::shared_ptr<const TokenFilter>> make_token_filter(Parameters& parameters, const BuildContext& context) {
  auto found = factories().find(parameters.type());
  if (found == factories().end()) return std::shared_ptr<const TokenFilter>();
  return found->second(parameters, context);
}

bool normalizer_may_use_token_filter(std::string_view type) {
  static const std::set<std::string_view> kPerCharacter = {
      "lowercase", "uppercase", "asciifolding", "trim", "elision", "pattern_replace", "decimal_digit", "cjk_width"};
  return kPerCharacter.contains(type);
}

}  // namespace aisle::analyzers
