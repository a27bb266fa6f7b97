// GET /, _cluster, _nodes and _cat: a cluster of one node, always green.

#include <fmt/format.h>

#include <utility>

#include "engine/schema/date_format.hpp"
#include "server/es_api/cluster/cat_table.hpp"
#include "server/es_api/cluster/identity.hpp"
#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {
namespace {

using http::EndpointClass;
using http::Method;
using http::Request;
using http::Response;

std::string node_id(const EsContext& context) { return context.registry.cluster_uuid(); }

/// The same for as long as the process lives.
Response root(const EsContext& context) {
  return json_response([&](JsonWriter& writer) {
    writer.begin_object().field("name", context.node_name).field("cluster_name", context.cluster_name);
    writer.field("cluster_uuid", context.registry.cluster_uuid()).key("version").begin_object();
    writer.field("number", kReportedVersion).field("build_flavor", "default").field("build_type", "tar");
    writer.field("build_hash", kReportedBuildHash).field("build_date", kReportedBuildDate).field("build_snapshot", false);
    writer.field("lucene_version", kReportedLuceneVersion).field("minimum_wire_compatibility_version", "7.17.0");
    writer.field("minimum_index_compatibility_version", "7.0.0").end_object();
    writer.field("tagline", "You Know, for Search").end_object();
  });
}

/// Red while an index is damaged on disk.
const char* health_of(const EsContext& context) { return context.registry.broken().empty() ? "green" : "red"; }

Result<Response> health(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request, {.ignore_unavailable = true, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  return json_response([&](JsonWriter& writer) {
    const std::uint64_t shards = indices->size();
    writer.begin_object().field("cluster_name", context.cluster_name).field("status", health_of(context)).field("timed_out", false);
    writer.field("number_of_nodes", 1).field("number_of_data_nodes", 1).field("active_primary_shards", shards);
    writer.field("active_shards", shards).field("relocating_shards", 0).field("initializing_shards", 0).field("unassigned_shards", 0);
    writer.field("delayed_unassigned_shards", 0).field("number_of_pending_tasks", 0).field("number_of_in_flight_fetch", 0);
    writer.field("task_max_waiting_in_queue_millis", 0).field("active_shards_percent_as_number", 100.0).end_object();
  });
}

struct ClusterTotals {
  std::uint64_t docs = 0, deleted = 0, bytes = 0;
};

ClusterTotals totals_of(const std::vector<IndexPtr>& indices) {
  ClusterTotals totals;
  for (const IndexPtr& index : indices) {
    const auto state = index->state();
    if (state->index == nullptr) continue;
    const engine::IndexStatistics statistics = state->index->statistics();
    totals.docs += statistics.live_docs;
    totals.deleted += statistics.deleted_docs;
    totals.bytes += statistics.segment_bytes;
  }
  return totals;
}

Result<Response> cluster_stats(const EsContext& context, const Request&) {
  const auto indices = context.registry.all();
  const ClusterTotals totals = totals_of(indices);
  return json_response([&](JsonWriter& writer) {
    writer.begin_object().key("_nodes").begin_object().field("total", 1).field("successful", 1).field("failed", 0).end_object();
    writer.field("cluster_name", context.cluster_name).field("cluster_uuid", context.registry.cluster_uuid()).field("status", health_of(context));
    writer.key("indices").begin_object().field("count", std::uint64_t{indices.size()});
    writer.key("docs").begin_object().field("count", totals.docs).field("deleted", totals.deleted).end_object();
    writer.key("store").begin_object().field("size_in_bytes", totals.bytes).end_object().end_object();
    writer.key("nodes").begin_object().key("count").begin_object().field("total", 1).end_object();
    writer.key("versions").begin_array().string(kReportedVersion).end_array().end_object().end_object();
  });
}

Result<Response> nodes(const EsContext& context, const Request&) {
  return json_response([&](JsonWriter& writer) {
    writer.begin_object().key("_nodes").begin_object().field("total", 1).field("successful", 1).field("failed", 0).end_object();
    writer.field("cluster_name", context.cluster_name).key("nodes").begin_object().key(node_id(context)).begin_object();
    writer.field("name", context.node_name).field("transport_address", context.publish_address).field("host", "127.0.0.1").field("ip", "127.0.0.1");
    writer.field("version", kReportedVersion).field("build_flavor", "default").field("build_type", "tar").field("build_hash", kReportedBuildHash);
    writer.key("roles").begin_array().string("data").string("ingest").string("master").end_array().key("attributes").begin_object().end_object();
    writer.key("http").begin_object().key("bound_address").begin_array().string(context.publish_address).end_array();
    writer.field("publish_address", context.publish_address).field("max_content_length_in_bytes", 104'857'600).end_object();
    writer.key("plugins").begin_array().end_array().key("modules").begin_array().end_array();
    writer.end_object().end_object().end_object();
  });
}

Result<Response> cluster_settings(const EsContext&, const Request& request) {
  return json_response([&](JsonWriter& writer) {
    writer.begin_object();
    if (request.method == Method::put) writer.field("acknowledged", true);
    writer.key("persistent").begin_object().end_object().key("transient").begin_object().end_object().end_object();
  });
}

Result<Response> cat_indices(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request, {.expand_closed = true, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  CatTable table{{{"health"}, {"status"}, {"index"}, {"uuid"}, {"pri", true}, {"rep", true}, {"docs.count", true}, {"docs.deleted", true},
                  {"store.size", true}, {"pri.store.size", true}, {"dataset.size", true}}, {}};
  for (const IndexPtr& index : *indices) {
    const auto state = index->state();
    const engine::IndexStatistics statistics = state->index ? state->index->statistics() : engine::IndexStatistics{};
    const std::string size = request.query_value("bytes") == "b" ? std::to_string(statistics.segment_bytes) : human_bytes(statistics.segment_bytes);
    table.rows.push_back({"green", state->index ? "open" : "close", index->name(), index->uuid(),
                          state->settings.text("index.number_of_shards").value_or("1"), state->settings.text("index.number_of_replicas").value_or("1"),
                          std::to_string(statistics.live_docs), std::to_string(statistics.deleted_docs), size, size, size});
  }
  if (request.param("index").empty()) {
    for (const auto& [name, problem] : context.registry.broken()) {
      table.rows.push_back({"red", "damaged", name, "-", "1", "0", "-", "-", "-", "-", "-"});
    }
  }
  return cat_response(request, std::move(table));
}

/// Segments that searches see. What each part of them takes is to be had by name: h=index,segment,memory.postings.
Result<Response> cat_segments(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request);
  if (!indices) return std::move(indices).error();
  CatTable table{{{"index"}, {"shard", true}, {"prirep"}, {"ip"}, {"segment"}, {"generation", true}, {"docs.count", true},
                  {"docs.deleted", true}, {"size", true}, {"size.memory", true}, {"committed"}, {"searchable"}, {"version"},
                  {"compound"}}, {}};
  for (std::size_t i = 0; i < engine::kMemoryPartCount; ++i) {
    table.columns.push_back({fmt::format("memory.{}", engine::to_string(static_cast<engine::MemoryPart>(i))), true, true});
  }
  const bool plain = request.query_value("bytes") == "b";
  const auto sized = [plain](std::uint64_t bytes) { return plain ? std::to_string(bytes) : human_bytes(bytes); };
  for (const IndexPtr& index : *indices) {
    const auto state = index->state();
    if (state->index == nullptr) continue;
    for (const engine::SegmentView& view : state->index->snapshot()->segments()) {
      const engine::MemoryParts parts = view.segment->memory_parts();
      std::vector<std::string> row{index->name(), "0", "p", "127.0.0.1", fmt::format("_{}", view.segment->id()),
                                   std::to_string(view.segment->id()), std::to_string(view.live_count),
                                   std::to_string(view.segment->doc_count() - view.live_count),
                                   sized(view.segment->image_bytes().size()), sized(parts.total()), "true", "true",
                                   std::string(kReportedVersion), "false"};
      for (const std::uint64_t bytes : parts.bytes) row.push_back(sized(bytes));
      table.rows.push_back(std::move(row));
    }
  }
  return cat_response(request, std::move(table));
}

Result<Response> cat_health(const EsContext& context, const Request& request) {
  const EpochMillis now = context.clock.now_ms();
  const std::string shards = std::to_string(context.registry.all().size());
  CatTable table{{{"epoch", true}, {"timestamp"}, {"cluster"}, {"status"}, {"node.total", true}, {"node.data", true}, {"shards", true}, {"pri", true},
                  {"relo", true}, {"init", true}, {"unassign", true}, {"pending_tasks", true}, {"max_task_wait_time"}, {"active_shards_percent", true}}, {}};
  table.rows.push_back({std::to_string(now / 1000), *engine::format_date(now, "HH:mm:ss"), context.cluster_name, health_of(context), "1", "1", shards, shards, "0", "0",
                        "0", "0", "-", "100.0%"});
  return cat_response(request, std::move(table));
}

Result<Response> cat_count(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request);
  if (!indices) return std::move(indices).error();
  const EpochMillis now = context.clock.now_ms();
  CatTable table{{{"epoch", true}, {"timestamp"}, {"count", true}}, {}};
  table.rows.push_back({std::to_string(now / 1000), *engine::format_date(now, "HH:mm:ss"), std::to_string(totals_of(*indices).docs)});
  return cat_response(request, std::move(table));
}

Result<Response> cat_aliases(const EsContext& context, const Request& request) {
  CatTable table{{{"alias"}, {"index"}, {"filter"}, {"routing.index"}, {"routing.search"}, {"is_write_index"}}, {}};
  for (const IndexPtr& index : context.registry.all()) {
    for (const auto& [alias, options] : context.registry.aliases_of(index->name())) {
      table.rows.push_back({alias, index->name(), "-", options.index_routing.empty() ? "-" : options.index_routing,
                            options.search_routing.empty() ? "-" : options.search_routing,
                            !options.is_write_index ? "-" : *options.is_write_index ? "true" : "false"});
    }
  }
  return cat_response(request, std::move(table));
}

Result<Response> cat_master(const EsContext& context, const Request& request) {
  CatTable table{{{"id"}, {"host"}, {"ip"}, {"node"}}, {{node_id(context), "127.0.0.1", "127.0.0.1", context.node_name}}};
  return cat_response(request, std::move(table));
}

}  // namespace

void add_cluster_routes(http::Router& router, const EsContext& context) {
  const auto add = [&](Method method, std::string_view pattern, Result<Response> (*run)(const EsContext&, const Request&)) {
    add_endpoint(router, method, pattern, EndpointClass::light, [&context, run](const Request& request) { return run(context, request); });
  };
  add_endpoint(router, Method::get, "/", EndpointClass::light,
               [answer = root(context)](const Request&) -> Result<Response> { return answer; });
  for (const char* path : {"/_cluster/health", "/_cluster/health/{index}"}) add(Method::get, path, health);
  add(Method::get, "/_cluster/stats", cluster_stats);
  add(Method::get, "/_cluster/settings", cluster_settings);
  add(Method::put, "/_cluster/settings", cluster_settings);
  for (const char* path : {"/_nodes", "/_nodes/{what}", "/_nodes/{node}/{what}"}) add(Method::get, path, nodes);
  for (const char* path : {"/_cat/indices", "/_cat/indices/{index}"}) add(Method::get, path, cat_indices);
  for (const char* path : {"/_cat/count", "/_cat/count/{index}"}) add(Method::get, path, cat_count);
  for (const char* path : {"/_cat/segments", "/_cat/segments/{index}"}) add(Method::get, path, cat_segments);
  add(Method::get, "/_cat/health", cat_health);
  add(Method::get, "/_cat/aliases", cat_aliases);
  add(Method::get, "/_cat/master", cat_master);
}

}  // namespace aisle::server::es_api
