// Any bytes as an index's settings. What is accepted says what it means without failing, and is accepted again as it
// is shown, with the same meaning; what updates it leaves it readable too.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/es_api/indices/index_settings.hpp"

using namespace aisle;
using server::es_api::IndexSettings;

namespace {

std::string shown(const IndexSettings& settings, bool flat) {
  std::string text;
  JsonWriter writer(text);
  writer.begin_object();
  settings.write(writer, flat);
  writer.end_object();
  return text;
}

void check_shown(const IndexSettings& settings) {
  for (const bool flat : {false, true}) {
    const std::string text = shown(settings, flat);
    const auto json = JsonDocument::parse(text);
    if (!json) std::abort();
    const auto again = IndexSettings::read(json->root());
    if (!again || shown(*again, flat) != text) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto json = JsonDocument::parse(text);
  if (!json) return 0;
  IndexSettings settings;
  (void)settings.update(json->root(), true, false, "shop", "u");
  (void)settings.update(json->root(), false, true, "shop", "u");
  auto read = IndexSettings::read(json->root());
  if (!read) return 0;
  (void)read->refresh_interval_ms();
  (void)read->durability();
  (void)read->max_result_window();
  (void)analyzers::AnalyzerRegistry::build(read->analysis());
  check_shown(*read);
  return 0;
}
