#include "server/es_api/search/hit_source.hpp"

#include <optional>
#include <vector>

#include "loaders/json/json_writer.hpp"
#include "loaders/mapping/source_merge.hpp"

namespace aisle::server::es_api {
namespace {

std::string literal_of(const engine::Field& field, const engine::NumericColumn& column, DocId doc) {
  if (!column.has_value(doc)) return live_literal(field, std::nullopt, std::nullopt);
  const std::int64_t encoded = column.first(doc);
  if (column.value_class() == engine::ValueClass::real) {
    return live_literal(field, column.as_double(encoded), std::nullopt);
  }
  return live_literal(field, std::nullopt, encoded);
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

std::string live_literal(const engine::Field& field, std::optional<double> real, std::optional<std::int64_t> integer) {
  std::string literal;
  loaders::JsonWriter json(literal);
  if (real) {
    json.real(*real);
  } else if (!integer) {
    json.null();
  } else if (field.type == engine::FieldType::boolean) {
    json.boolean(*integer != 0);
  } else {
    json.integer(*integer);
  }
  return literal;
}

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
  if (filter_.shows_everything()) {
    append_whole(segment, doc, out);
    return;
  }
  whole_.clear();
  append_whole(segment, doc, whole_);
  filter_.append_filtered(whole_, out);
}

}  // namespace aisle::server::es_api
