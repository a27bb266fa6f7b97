#pragma once
// Reading the parameters of one clause as leniently as Elasticsearch does (numbers and booleans may be strings) and as
// strictly (an unknown parameter is an error that says where it stands).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "engine/value.hpp"
#include "base/json/json_document.hpp"

namespace aisle::server::es_api {


/// An invalid_argument whose kind is Elasticsearch's exception type (a literal), at a value's position.
Error parse_error(std::string message, JsonValue at, std::string_view type = "parsing_exception");

/// `[match] query does not support [foo]`.
Error unknown_parameter(std::string_view clause, const JsonMember& member);

Result<std::string> read_text(std::string_view clause, const JsonMember& member);  ///< any scalar, as text
Result<double> read_double(std::string_view clause, const JsonMember& member);
Result<std::int64_t> read_integer(std::string_view clause, const JsonMember& member);
/// An integer in [0, 2^31).
Result<std::uint32_t> read_count(std::string_view clause, const JsonMember& member);
Result<bool> read_boolean(std::string_view clause, const JsonMember& member);
/// A scalar as the document has it: numbers without fraction as integers, null as null.
Result<engine::Value> read_value(std::string_view clause, const JsonMember& member);

/// What every clause may carry.
struct CommonParameters {
  float boost = 1.0F;
  std::string name;
};
/// True when the member was `boost` or `_name` and has been read.
Result<bool> read_common(std::string_view clause, const JsonMember& member, CommonParameters& common);

/// Stores the value of a Result, or gives the error back: `return store(read_text(...), out);`
template <class T, class Out>
Status store(Result<T> read, Out& out) {
  if (!read) return std::move(read).error();
  out = std::move(*read);
  return {};
}
template <class Out, class T>
Status store_as(Result<T> read, Out& out) {
  if (!read) return std::move(read).error();
  out = static_cast<Out>(*read);
  return {};
}

/// Calls read(member) -> Status for each member of an object that is neither boost nor _name; stops at an error.
template <class Read>
Status read_parameters(std::string_view clause, JsonValue object, CommonParameters& common, Read&& read) {
  if (!object.is_object()) {
    return parse_error("[" + std::string(clause) + "] query malformed, no start_object after query name", object);
  }
  for (const JsonMember member : object.members()) {
    Result<bool> was_common = read_common(clause, member, common);
    if (!was_common) return std::move(was_common).error();
    if (*was_common) continue;
    if (Status status = read(member); !status) return status;
  }
  return {};
}

/// A clause of the form {"field": short} or {"field": {parameters}}: gives the field's member. Members boost and _name
/// beside the field are read into `common`.
Result<JsonMember> read_single_field(std::string_view clause, JsonValue body, CommonParameters& common);

/// The value of a JSON scalar.
engine::Value to_value(JsonValue value);

}  // namespace aisle::server::es_api
