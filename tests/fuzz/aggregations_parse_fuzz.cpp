// Aggregations from hostile JSON: an error or a tree, never a crash, and every tree's results can be written.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/aggregate/regex/lucene_regex.hpp"
#include "server/es_api/aggregations/parse_aggregations.hpp"

namespace {

void compile_patterns(const std::vector<aisle::engine::Aggregation>& aggregations) {
  for (const auto& aggregation : aggregations) {
    if (const auto* terms = std::get_if<aisle::engine::TermsAggregation>(&aggregation.node)) {
      auto regex = aisle::engine::LuceneRegex::compile(terms->include_pattern);
      if (regex.ok()) regex->matches(terms->exclude_pattern);
    }
    compile_patterns(aggregation.sub);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto document = aisle::JsonDocument::parse(text);
  if (!document.ok()) return 0;
  aisle::server::es_api::QueryParser queries;
  auto parsed = aisle::server::es_api::parse_aggregations(document->root(), queries);
  if (parsed.ok()) compile_patterns(*parsed);
  if (!parsed.ok() && parsed.error().message.empty()) std::abort();
  return 0;
}
