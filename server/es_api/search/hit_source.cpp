#include "server/es_api/search/hit_source.hpp"

#include <optional>
#include <vector>

#include "loaders/mapping/source_merge.hpp"

namespace aisle::server::es_api {
namespace {

std::string literal_of(const engine::Field& field, const engine::NumericColumn& column, DocId doc) {
  const std::int64_t encoded = column.first(doc);
  if (encoded == engine::kMissingLiveValue) return live_value_json(field, std::nullopt);
  if (column.value_class() == engine::ValueClass::real) return live_value_json(field, column.as_double(encoded));
  return live_value_json(field, encoded);
}

// A field that neither has a value nor stands in the source needs no patch: "null" would be an invention.
bool is_named_in(std::string_view source, std::string_view field) {
  const std::size_t dot = field.rfind('.');
  const std::string_view leaf = dot == std::string_view::npos ? field : field.substr(dot + 1);
  return source.find(leaf) != std::string_view::npos;
}

std::vector<loaders::LivePatch> patches_of(const engine::Schema& schema, const engine::Segment& segment, DocId doc,
                                           std::string_view source) {
  std::vector<loaders::LivePatch> patches;
  for (const FieldId id : segment.live_fields()) {
    const engine::Field& field = schema.field(id);
    std::string literal = literal_of(field, *segment.numbers(id), doc);
    if (literal == "null" && !is_named_in(source, field.name)) continue;
    patches.emplace_back(field.name, std::move(literal));
  }
  return patches;
}

}  // namespace

void HitSource::append_whole(const engine::Segment& segment, DocId doc, std::string& out) {
  if (!segment.has_live_changes(doc)) {
    segment.append_source(doc, out);
    return;
  }
  stored_.clear();
  segment.append_source(doc, stored_);
  loaders::append_patched(stored_, patches_of(schema_, segment, doc, stored_), out);
}

void HitSource::append(const engine::Segment& segment, DocId doc, std::string& out) {
  if (view_.mapping_filter.shows_everything() && view_.request_filter.shows_everything()) {
    append_whole(segment, doc, out);
    return;
  }
  whole_.clear();
  append_whole(segment, doc, whole_);
  if (view_.mapping_filter.shows_everything()) {
    view_.request_filter.append_filtered(whole_, out);
  } else {
    out += view_.apply(std::move(whole_));
  }
}

}  // namespace aisle::server::es_api
