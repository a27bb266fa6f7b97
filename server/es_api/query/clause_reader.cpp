#include "server/es_api/query/clause_reader.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace aisle::server::es_api {
namespace {

std::string quoted(std::string_view name) { return "[" + std::string(name) + "]"; }

Error wrong_type(std::string_view clause, const JsonMember& member, std::string_view expected) {
  return parse_error(quoted(clause) + " failed to parse field " + quoted(member.name) + ": expected " +
                         std::string(expected) + " but found " + std::string(to_string(member.value.type())) + " " +
                         quoted(member.value.is_scalar() ? member.value.text() : "..."),
                     member.value, "x_content_parse_exception");
}

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number number{};
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Error parse_error(std::string message, JsonValue at, std::string_view type) {
  return Error(ErrorCode::invalid_argument, std::move(message), type).at(at.position());
}

Error unknown_parameter(std::string_view clause, const JsonMember& member) {
  return parse_error(quoted(clause) + " query does not support " + quoted(member.name), member.name_value);
}

Result<std::string> read_text(std::string_view clause, const JsonMember& member) {
  if (!member.value.is_scalar() || member.value.is_null()) return wrong_type(clause, member, "a text");
  return std::string(member.value.text());
}

Result<double> read_double(std::string_view clause, const JsonMember& member) {
  if (const auto number = member.value.as_double()) return *number;
  if (member.value.is_string()) {
    if (const auto number = parse_whole<double>(member.value.text()); number && std::isfinite(*number)) return *number;
  }
  return wrong_type(clause, member, "a number");
}

Result<std::int64_t> read_integer(std::string_view clause, const JsonMember& member) {
  if (const auto number = member.value.as_int64()) return *number;
  if (member.value.is_string()) {
    if (const auto number = parse_whole<std::int64_t>(member.value.text())) return *number;
  }
  if (const auto real = member.value.as_double(); real && std::fabs(*real) < 9e15) {
    return static_cast<std::int64_t>(*real);
  }
  return wrong_type(clause, member, "an integer");
}

Result<std::uint32_t> read_count(std::string_view clause, const JsonMember& member) {
  Result<std::int64_t> number = read_integer(clause, member);
  if (!number) return std::move(number).error();
  if (*number < 0 || *number > std::numeric_limits<std::int32_t>::max()) {
    return parse_error(quoted(clause) + " " + quoted(member.name) + " must be in [0, 2147483647], got " +
                           std::to_string(*number),
                       member.value, "illegal_argument_exception");
  }
  return static_cast<std::uint32_t>(*number);
}

Result<bool> read_boolean(std::string_view clause, const JsonMember& member) {
  if (member.value.is_boolean()) return member.value.boolean();
  if (member.value.is_string()) {
    if (member.value.text() == "true") return true;
    if (member.value.text() == "false" || member.value.text().empty()) return false;
  }
  return wrong_type(clause, member, "true or false");
}

engine::Value to_value(JsonValue value) {
  switch (value.type()) {
    case JsonType::boolean: return value.boolean();
    case JsonType::string: return std::string(value.text());
    case JsonType::number:
      if (value.is_integer_literal()) {
        if (const auto integer = value.as_int64()) return *integer;
      }
      if (const auto real = value.as_double()) return *real;
      return std::string(value.text());
    default: return {};
  }
}

Result<engine::Value> read_value(std::string_view clause, const JsonMember& member) {
  if (!member.value.is_scalar()) return wrong_type(clause, member, "a value");
  return to_value(member.value);
}

Result<bool> read_common(std::string_view clause, const JsonMember& member, CommonParameters& common) {
  if (member.name == "boost") {
    Result<double> boost = read_double(clause, member);
    if (!boost) return std::move(boost).error();
    if (*boost < 0) {
      return parse_error("negative [boost] are not allowed in [" + std::string(clause) + "], use a value between 0 and 1 to deboost",
                         member.value, "illegal_argument_exception");
    }
    common.boost = static_cast<float>(*boost);
    return true;
  }
  if (member.name == "_name") {
    Result<std::string> name = read_text(clause, member);
    if (!name) return std::move(name).error();
    common.name = std::move(*name);
    return true;
  }
  return false;
}

Result<JsonMember> read_single_field(std::string_view clause, JsonValue body, CommonParameters& common) {
  if (!body.is_object()) {
    return parse_error(quoted(clause) + " query malformed, no start_object after query name", body);
  }
  std::optional<JsonMember> field;
  for (const JsonMember member : body.members()) {
    if (!member.value.is_object()) {
      Result<bool> was_common = read_common(clause, member, common);
      if (!was_common) return std::move(was_common).error();
      if (*was_common) continue;
    }
    if (field) {
      return parse_error(quoted(clause) + " query doesn't support multiple fields, found " + quoted(field->name) +
                             " and " + quoted(member.name),
                         member.name_value);
    }
    field = member;
  }
  if (!field) return parse_error(quoted(clause) + " query malformed, no field given", body);
  return *field;
}

}  // namespace aisle::server::es_api
