// _refresh, _flush, _forcemerge, _cache/clear, _stats, _close, _open.

#include <charconv>
#include <utility>

#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {
namespace {

using http::EndpointClass;
using http::Method;
using http::Request;
using http::Response;

/// Runs `work` on the engine of every index named, then answers with the count of shards.
template <class Work>
Result<Response> for_each_engine(const EsContext& context, const Request& request, Work work) {
  auto indices = resolve_indices(context, request);
  if (!indices) return std::move(indices).error();
  for (const IndexPtr& index : *indices) {
    const auto state = index->state();
    if (state->index == nullptr) continue;
    if (Status done = work(*state->index); !done) return std::move(done).error();
  }
  return json_response([&](JsonWriter& writer) {
    writer.begin_object();
    write_shards(writer, indices->size());
    writer.end_object();
  });
}

Result<Response> refresh(const EsContext& context, const Request& request) {
  return for_each_engine(context, request, [](engine::Index& index) { return index.refresh(); });
}

Result<Response> flush(const EsContext& context, const Request& request) {
  return for_each_engine(context, request, [](engine::Index& index) { return index.checkpoint(); });
}

Result<Response> force_merge(const EsContext& context, const Request& request) {
  std::uint32_t segments = 1;
  const std::string_view text = request.query_value("max_num_segments");
  std::from_chars(text.data(), text.data() + text.size(), segments);
  return for_each_engine(context, request, [&](engine::Index& index) { return index.force_merge(std::max(1U, segments)); });
}

Result<Response> clear_cache(const EsContext& context, const Request& request) {
  return for_each_engine(context, request, [](engine::Index&) { return Status(); });
}

struct Totals {
  std::uint64_t docs = 0, deleted = 0, bytes = 0, operations = 0, refreshes = 0, merges = 0, segments = 0, log_bytes = 0;
  engine::MemoryParts parts;
  void add(const engine::IndexStatistics& statistics) {
    docs += statistics.live_docs;
    deleted += statistics.deleted_docs;
    bytes += statistics.segment_bytes;
    parts += statistics.segment_parts;
    operations += statistics.operations;
    refreshes += statistics.refreshes;
    merges += statistics.merges;
    segments += statistics.segments;
    log_bytes += statistics.log_bytes;
  }
};

void write_totals(JsonWriter& writer, std::string_view key, const Totals& totals) {
  writer.key(key).begin_object();
  writer.key("docs").begin_object().field("count", totals.docs).field("deleted", totals.deleted).end_object();
  writer.key("store").begin_object().field("size_in_bytes", totals.bytes).field("total_data_set_size_in_bytes", totals.bytes).end_object();
  writer.key("indexing").begin_object().field("index_total", totals.operations).end_object();
  writer.key("refresh").begin_object().field("total", totals.refreshes).end_object();
  writer.key("merges").begin_object().field("total", totals.merges).end_object();
  writer.key("segments").begin_object().field("count", totals.segments).field("memory_in_bytes", totals.bytes);
  writer.key("memory_parts").begin_object();  // ours: what the memory is spent on
  for (std::size_t i = 0; i < engine::kMemoryPartCount; ++i) {
    writer.field(engine::to_string(static_cast<engine::MemoryPart>(i)), totals.parts.bytes[i]);
  }
  writer.end_object().end_object();
  writer.key("translog").begin_object().field("size_in_bytes", totals.log_bytes).end_object();
  writer.end_object();
}

void write_both(JsonWriter& writer, const Totals& totals) {
  write_totals(writer, "primaries", totals);
  write_totals(writer, "total", totals);
}

Result<Response> stats(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request);
  if (!indices) return std::move(indices).error();
  Totals all;
  std::vector<Totals> each(indices->size());
  for (std::size_t i = 0; i < indices->size(); ++i) {
    const auto state = (*indices)[i]->state();
    if (state->index == nullptr) continue;
    each[i].add(state->index->statistics());
    all.add(state->index->statistics());
  }
  return json_response([&](JsonWriter& writer) {
    writer.begin_object();
    write_shards(writer, indices->size());
    writer.key("_all").begin_object();
    write_both(writer, all);
    writer.end_object().key("indices").begin_object();
    for (std::size_t i = 0; i < indices->size(); ++i) {
      writer.key((*indices)[i]->name()).begin_object().field("uuid", (*indices)[i]->uuid()).field("health", "green").field("status", "open");
      write_both(writer, each[i]);
      writer.end_object();
    }
    writer.end_object().end_object();
  });
}

Result<Response> open_or_close(const EsContext& context, const Request& request, bool open) {
  auto indices = resolve_indices(context, request, {.expand_open = !open, .expand_closed = open, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  for (const IndexPtr& index : *indices) {
    if (Status done = open ? index->open() : index->close(); !done) return std::move(done).error();
  }
  return json_response([&](JsonWriter& writer) {
    writer.begin_object().field("acknowledged", true).field("shards_acknowledged", true);
    if (!open) {
      writer.key("indices").begin_object();
      for (const IndexPtr& index : *indices) writer.key(index->name()).begin_object().field("closed", true).end_object();
      writer.end_object();
    }
    writer.end_object();
  });
}

Result<Response> close_index(const EsContext& context, const Request& request) { return open_or_close(context, request, false); }
Result<Response> open_index(const EsContext& context, const Request& request) { return open_or_close(context, request, true); }

}  // namespace

void add_maintenance_routes(http::Router& router, const EsContext& context) {
  const auto add = [&](Method method, std::string_view pattern, Result<Response> (*run)(const EsContext&, const Request&)) {
    add_endpoint(router, method, pattern, EndpointClass::admin, [&context, run](const Request& request) { return run(context, request); });
  };
  for (const Method method : {Method::post, Method::get}) {
    for (const char* path : {"/{index}/_refresh", "/_refresh"}) add(method, path, refresh);
    for (const char* path : {"/{index}/_flush", "/_flush"}) add(method, path, flush);
  }
  for (const char* path : {"/{index}/_forcemerge", "/_forcemerge"}) add(Method::post, path, force_merge);
  for (const char* path : {"/{index}/_cache/clear", "/_cache/clear"}) add(Method::post, path, clear_cache);
  for (const char* path : {"/{index}/_stats", "/_stats", "/{index}/_stats/{metric}", "/_stats/{metric}"}) add(Method::get, path, stats);
  add(Method::post, "/{index}/_close", close_index);
  add(Method::post, "/{index}/_open", open_index);
}

}  // namespace aisle::server::es_api
