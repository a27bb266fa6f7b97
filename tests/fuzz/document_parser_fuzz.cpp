// Any bytes as a document, under a mapping with every kind of field. What is accepted is JSON to a second reader too,
// and every view lies within what the document owns.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json/json_document.hpp"
#include "loaders/mapping/document_parser.hpp"

using namespace aisle;

namespace {

std::shared_ptr<const loaders::Mapping> make_mapping() {
  loaders::MappingContext context;
  context.analyzers = *analyzers::AnalyzerRegistry::build({});
  return *loaders::Mapping::create(std::move(context), R"({"properties":{
    "t":{"type":"text","fields":{"k":{"type":"keyword","ignore_above":5}},"copy_to":"all"},"all":{"type":"text"},
    "b":{"type":"boolean","null_value":true},"y":{"type":"byte"},"l":{"type":"long","ignore_malformed":true},
    "d":{"type":"double","live":true},"s":{"type":"scaled_float","scaling_factor":100},"h":{"type":"half_float"},
    "when":{"type":"date"},"o":{"properties":{"x":{"type":"keyword"},"n":{"dynamic":"false","properties":{}}}},
    "raw":{"type":"object","enabled":false}}})");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const loaders::DocumentParser parser(make_mapping());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = parser.parse_document("1", loaders::DocumentParser::padded(text));
  if (!parsed) return 0;
  // The two readers agree on what is JSON, but for exponents without end: RapidJSON refuses even "0e99999".
  const auto again = JsonDocument::parse(text, {.max_depth = 1000, .allow_duplicate_keys = true});
  if (!again && again.error().message.find("Number too big") == std::string::npos) std::abort();
  std::size_t bytes = 0;
  for (const auto& value : parsed->document.values) {
    if (const auto* view = std::get_if<std::string_view>(&value.value)) {
      for (const char c : *view) bytes += static_cast<unsigned char>(c);
    }
  }
  if (!parsed->mapping_update.empty()) {
    // What dynamic mapping proposes can be read, whether or not it can be merged.
    (void)parser.mapping()->merge(parsed->mapping_update);
  }
  return bytes == 1 ? 0 : 0;
}
