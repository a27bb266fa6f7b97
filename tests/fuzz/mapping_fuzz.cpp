// Any bytes as a mapping. What is accepted round-trips, and merging it into itself changes nothing.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "loaders/mapping/mapping.hpp"

using namespace aisle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto registry = *analyzers::AnalyzerRegistry::build({});
  loaders::MappingContext context;
  context.analyzers = registry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto mapping = loaders::Mapping::create(context, text);
  if (!mapping) return 0;
  const std::string json = (*mapping)->to_json();
  const auto again = loaders::Mapping::create(context, json, (*mapping)->field_names());
  if (!again || (*again)->to_json() != json) std::abort();
  if ((*again)->field_names() != (*mapping)->field_names()) std::abort();
  const auto merged = (*mapping)->merge(json);
  if (!merged || (*merged)->to_json() != json) std::abort();
  return 0;
}
