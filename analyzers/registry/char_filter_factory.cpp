#include <map>

#include "analyzers/char_filters/char_filter.hpp"
#include "analyzers/registry/factories.hpp"

namespace aisle::analyzers {
namespace {

using Made = Result<std::shared_ptr<const CharFilter>>;
using Factory = Made (*)(Parameters&, const BuildContext&);

const std::map<std::string_view, Factory>& factories() {
  static const std::map<std::string_view, Factory> kFactories = {};
  return kFactories;
}

}  // namespace

Result<std::shared_ptr<const CharFilter>> make_char_filter(Parameters& parameters, const BuildContext& context) {
  auto found = factories().find(parameters.type());
  if (found == factories().end()) return std::shared_ptr<const CharFilter>();
  return found->second(parameters, context);
}

bool normalizer_may_use_char_filter(std::string_view type) { return type == "mapping" || type == "pattern_replace"; }

}  // namespace aisle::analyzers
