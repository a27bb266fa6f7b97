#include "server/es_api/search/sort_clause.hpp"

#include <array>
#include <utility>

#include "server/es_api/indices/split_list.hpp"
#include "server/es_api/query/clause_reader.hpp"

namespace aisle::server::es_api {
namespace {

using engine::SortKey;

SortKey key_for(std::string_view field) {
  SortKey key;
  if (field == "_score") {
    key.kind = SortKey::Kind::score;
    key.descending = true;
  } else if (field == "_doc" || field == "_shard_doc") {
    key.kind = SortKey::Kind::doc;
  } else {
    key.kind = SortKey::Kind::field;
    key.field = field;
  }
  return key;
}

Result<bool> is_descending(std::string_view order) {
  if (order == "desc" || order == "DESC") return true;
  if (order == "asc" || order == "ASC") return false;
  return Error(ErrorCode::invalid_argument, "Illegal sort order [" + std::string(order) + "], expected asc or desc",
               "illegal_argument_exception");
}

Status read_order(std::string_view order, JsonValue at, SortKey& key) {
  Result<bool> descending = is_descending(order);
  if (!descending) return std::move(descending).error().at(at.position());
  key.descending = *descending;
  return {};
}

constexpr std::array<std::pair<std::string_view, SortKey::Mode>, 5> kModes{{{"min", SortKey::Mode::min},
                                                                            {"max", SortKey::Mode::max},
                                                                            {"sum", SortKey::Mode::sum},
                                                                            {"avg", SortKey::Mode::avg},
                                                                            {"median", SortKey::Mode::median}}};

Status read_mode(const JsonMember& member, SortKey& key) {
  for (const auto& [name, mode] : kModes) {
    if (member.value.is_string() && member.value.text() == name) {
      key.mode = mode;
      return {};
    }
  }
  return parse_error("Unknown sort mode [" + std::string(member.value.text()) + "]", member.value,
                     "illegal_argument_exception");
}

Status read_missing(const JsonMember& member, SortKey& key) {
  if (member.value.is_string() && member.value.text() == "_last") {
    key.missing = SortKey::Missing::last;
  } else if (member.value.is_string() && member.value.text() == "_first") {
    key.missing = SortKey::Missing::first;
  } else {
    key.missing = SortKey::Missing::value;
    return store(read_value("sort", member), key.missing_value);
  }
  return {};
}

Status read_parameter(const JsonMember& member, SortKey& key) {
  if (member.name == "order") return read_order(member.value.text(), member.value, key);
  if (member.name == "mode") return read_mode(member, key);
  if (member.name == "missing") return read_missing(member, key);
  if (member.name == "unmapped_type") return store(read_text("sort", member), key.unmapped_type);
  if (member.name == "format") return store(read_text("sort", member), key.date_format);
  if (member.name == "numeric_type") return {};  // every number sorts by value, whatever its type
  return parse_error("[field_sort] unknown field [" + std::string(member.name) + "]", member.name_value,
                     "x_content_parse_exception");
}

Status read_key(const JsonMember& member, std::vector<SortKey>& keys) {
  SortKey key = key_for(member.name);
  if (member.value.is_string()) {
    if (Status status = read_order(member.value.text(), member.value, key); !status) return status;
  } else if (member.value.is_object()) {
    for (const JsonMember parameter : member.value.members()) {
      if (Status status = read_parameter(parameter, key); !status) return status;
    }
  } else {
    return parse_error("malformed sort format, within the sort array, an object, or an actual string are allowed",
                       member.value, "illegal_argument_exception");
  }
  keys.push_back(std::move(key));
  return {};
}

Status read_element(JsonValue element, std::vector<SortKey>& keys) {
  if (element.is_string()) {
    keys.push_back(key_for(element.text()));
    return {};
  }
  if (!element.is_object()) {
    return parse_error("malformed sort format, within the sort array, an object, or an actual string are allowed",
                       element, "illegal_argument_exception");
  }
  for (const JsonMember member : element.members()) {
    if (Status status = read_key(member, keys); !status) return status;
  }
  return {};
}

}  // namespace

Result<std::vector<SortKey>> parse_sort(JsonValue value) {
  std::vector<SortKey> keys;
  if (!value.is_array()) {
    if (Status status = read_element(value, keys); !status) return std::move(status).error();
    return keys;
  }
  for (const JsonValue element : value.elements()) {
    if (Status status = read_element(element, keys); !status) return std::move(status).error();
  }
  return keys;
}

Result<std::vector<SortKey>> parse_sort_parameter(std::string_view text) {
  std::vector<SortKey> keys;
  for (const std::string& word : split_list(text)) {
    const std::size_t colon = word.rfind(':');
    SortKey key = key_for(std::string_view(word).substr(0, colon));
    if (colon != std::string::npos) {
      Result<bool> descending = is_descending(std::string_view(word).substr(colon + 1));
      if (!descending) return std::move(descending).error();
      key.descending = *descending;
    }
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace aisle::server::es_api
