// Input: a pattern, a newline, a source. Of a sound source, what is left is sound; of any bytes, it ends.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json/json_document.hpp"
#include "loaders/mapping/source_filter.hpp"
#include "loaders/mapping/source_merge.hpp"

using namespace aisle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t newline = input.find('\n');
  const std::string pattern(input.substr(0, newline));
  const std::string_view source = newline == std::string_view::npos ? "" : input.substr(newline + 1);
  std::string included, excluded, patched;
  loaders::SourceFilter({pattern}, {}).append_filtered(source, included);
  loaders::SourceFilter({}, {pattern}).append_filtered(source, excluded);
  loaders::append_patched(source, {{pattern, "1"}}, patched);
  const JsonLimits limits{.max_depth = 100, .allow_duplicate_keys = true};
  const auto sound = JsonDocument::parse(source, limits);
  if (!sound || !sound->root().is_object()) return 0;
  const JsonLimits deeper{.max_depth = 102, .allow_duplicate_keys = true};
  for (const std::string* result : {&included, &excluded}) {
    if (!JsonDocument::parse(*result, deeper)) std::abort();
  }
  // The patch adds the pattern as a member's name, which callers hold as valid UTF-8.
  const bool plain = std::all_of(pattern.begin(), pattern.end(), [](char c) { return c > 0; });
  if (plain && !JsonDocument::parse(patched, deeper)) std::abort();
  return 0;
}
