#include "server/es_api/indices/known_settings.hpp"

#include <algorithm>
#include <iterator>

namespace aisle::server::es_api {
namespace {

struct Known {
  std::string_view name;  ///< ends in '.' for a whole group
  SettingKind kind;
};

using enum SettingKind;

constexpr Known kKnown[] = {
    {"index.number_of_shards", final},
    {"index.number_of_routing_shards", final},
    {"index.routing_partition_size", final},
    {"index.creation_date", final},
    {"index.uuid", final},
    {"index.provided_name", final},
    {"index.version.", final},
    {"index.sort.", final},
    {"index.mode", final},
    {"index.analysis.", fixed},
    {"index.codec", fixed},
    {"index.similarity.", fixed},
    {"index.store.", fixed},
    {"index.shard.check_on_startup", fixed},
    {"index.load_fixed_bitset_filters_eagerly", fixed},
    {"index.mapping.coerce", fixed},
    {"index.mapping.ignore_malformed", fixed},
    {"index.number_of_replicas", dynamic},
    {"index.auto_expand_replicas", dynamic},
    {"index.refresh_interval", dynamic},
    {"index.max_result_window", dynamic},
    {"index.max_inner_result_window", dynamic},
    {"index.max_rescore_window", dynamic},
    {"index.max_docvalue_fields_search", dynamic},
    {"index.max_script_fields", dynamic},
    {"index.max_ngram_diff", dynamic},
    {"index.max_shingle_diff", dynamic},
    {"index.max_refresh_listeners", dynamic},
    {"index.max_terms_count", dynamic},
    {"index.max_regex_length", dynamic},
    {"index.max_slices_per_scroll", dynamic},
    {"index.analyze.max_token_count", dynamic},
    {"index.highlight.max_analyzed_offset", dynamic},
    {"index.mapping.total_fields.", dynamic},
    {"index.mapping.depth.limit", dynamic},
    {"index.mapping.nested_fields.limit", dynamic},
    {"index.mapping.nested_objects.limit", dynamic},
    {"index.mapping.field_name_length.limit", dynamic},
    {"index.mapping.dimension_fields.limit", dynamic},
    {"index.mapper.dynamic", dynamic},
    {"index.query.", dynamic},
    {"index.translog.", dynamic},
    {"index.merge.", dynamic},
    {"index.blocks.", dynamic},
    {"index.gc_deletes", dynamic},
    {"index.default_pipeline", dynamic},
    {"index.final_pipeline", dynamic},
    {"index.hidden", dynamic},
    {"index.priority", dynamic},
    {"index.requests.cache.enable", dynamic},
    {"index.queries.cache.", dynamic},
    {"index.search.", dynamic},
    {"index.indexing.", dynamic},
    {"index.routing.", dynamic},
    {"index.unassigned.", dynamic},
    {"index.allocation.", dynamic},
    {"index.warmer.enabled", dynamic},
    {"index.write.wait_for_active_shards", dynamic},
    {"index.soft_deletes.", dynamic},
    {"index.lifecycle.", dynamic},
    {"index.knn", dynamic},
    {"index.knn.", dynamic},
    {"index.top_metrics_max_size", dynamic},
};

}  // namespace

SettingKind setting_kind(std::string_view name) {
  const auto* found = std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& known) {
    return known.name.ends_with('.') ? name.starts_with(known.name) : name == known.name;
  });
  return found == std::end(kKnown) ? unknown : found->kind;
}

}  // namespace aisle::server::es_api
