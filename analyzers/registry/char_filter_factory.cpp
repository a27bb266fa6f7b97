#include <fmt/format.h>

#include <map>

#include "analyzers/char_filters/html_strip_char_filter.hpp"
#include "analyzers/char_filters/mapping_char_filter.hpp"
#include "analyzers/char_filters/pattern_replace_char_filter.hpp"
#include "analyzers/registry/factories.hpp"

namespace aisle::analyzers {
namespace {

using Made = Result<std::shared_ptr<const CharFilter>>;
using Factory = Made (*)(Parameters&, const BuildContext&);

Made make_html_strip(Parameters& parameters, const BuildContext&) {
  return Made(std::make_shared<const HtmlStripCharFilter>(WordSet(parameters.list("escaped_tags"), true)));
}

Made make_mapping(Parameters& parameters, const BuildContext&) {
  const auto rules = parameters.lines("mappings");
  if (rules.empty()) {
    return component_error("mapping requires either `mappings` or `mappings_path` to be configured",
                           parameters.name());
  }
  auto mappings = MappingCharFilter::parse(rules);
  if (!mappings) return component_error(mappings.error().message, parameters.name());
  return Made(std::make_shared<const MappingCharFilter>(*std::move(mappings)));
}

Made make_pattern_replace(Parameters& parameters, const BuildContext&) {
  if (!parameters.has("pattern")) {
    return component_error(
        fmt::format("pattern is missing for [{}] char filter of type 'pattern_replace'", parameters.name()),
        parameters.name());
  }
  auto pattern = Regex::compile(parameters.text("pattern"), parameters.text("flags"));
  if (!pattern) return component_error(pattern.error().message, parameters.name());
  return Made(
      std::make_shared<const PatternReplaceCharFilter>(*std::move(pattern), parameters.text("replacement")));
}

const std::map<std::string_view, Factory>& factories() {
  static const std::map<std::string_view, Factory> kFactories = {
      {"html_strip", make_html_strip},
      {"mapping", make_mapping},
      {"pattern_replace", make_pattern_replace},
  };
  return kFactories;
}

}  // namespace

Result<std::shared_ptr<const CharFilter>> make_char_filter(Parameters& parameters,
                                                           const BuildContext& context) {
  auto found = factories().find(parameters.type());
  if (found == factories().end()) return std::shared_ptr<const CharFilter>();
  return found->second(parameters, context);
}

bool normalizer_may_use_char_filter(std::string_view type) {
  return type == "mapping" || type == "pattern_replace";
}

}  // namespace aisle::analyzers
