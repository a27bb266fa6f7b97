#include "server/es_api/documents/bulk_body.hpp"

#include <charconv>

#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {
namespace {


std::string_view token_name(JsonValue value) {
  switch (value.type()) {
    case JsonType::null: return "VALUE_NULL";
    case JsonType::boolean: return value.boolean() ? "VALUE_TRUE" : "VALUE_FALSE";
    case JsonType::number: return "VALUE_NUMBER";
    case JsonType::string: return "VALUE_STRING";
    case JsonType::array: return "START_ARRAY";
    case JsonType::object: return "START_OBJECT";
  }
  return "null";
}

Error malformed(std::uint32_t line, std::string_view expected, std::string_view found) {
  return illegal_argument("Malformed action/metadata line [" + std::to_string(line) + "], expected " + std::string(expected) + " but found [" +
                          std::string(found) + "]");
}

std::optional<BulkKind> kind_from(std::string_view word) {
  if (word == "index") return BulkKind::index;
  if (word == "create") return BulkKind::create;
  if (word == "update") return BulkKind::update;
  if (word == "delete") return BulkKind::delete_;
  return std::nullopt;
}

std::optional<std::uint64_t> unsigned_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Status read_metadata(JsonValue json, std::uint32_t line, BulkAction& action) {
  ConditionText condition;
  for (const JsonMember member : json.members()) {
    const std::string_view name = member.name;
    if (name == "pipeline" && member.value.is_null()) continue;
    if (!member.value.is_scalar()) return malformed(line, "a simple value for field [" + std::string(name) + "]", token_name(member.value));
    const std::string_view text = member.value.is_null() ? std::string_view() : member.value.text();
    if (name == "_index") action.index = std::string(text);
    else if (name == "_id") {
      action.id = std::string(text);
      action.has_empty_id = text.empty() && !member.value.is_null();
    }
    else if (name == "_type" || name == "routing" || name == "_routing" || name == "parent" || name == "list_executed_pipelines") continue;
    else if (name == "op_type" && text == "create") action.kind = BulkKind::create;
    else if (name == "op_type" && text == "index") continue;
    else if (name == "version" || name == "_version") condition.version = text;
    else if (name == "version_type" || name == "_version_type") condition.version_type = text;
    else if (name == "if_seq_no") condition.if_seq_no = text;
    else if (name == "if_primary_term") condition.if_primary_term = text;
    else if (name == "require_alias") action.require_alias = text == "true";
    else if (name == "pipeline") action.pipeline = std::string(text);
    else if (name == "retry_on_conflict" || name == "_retry_on_conflict") action.retry_on_conflict = static_cast<std::uint32_t>(unsigned_of(text).value_or(0) & 0xff);
    else return illegal_argument("Action/metadata line [" + std::to_string(line) + "] contains an unknown parameter [" + std::string(name) + "]");
  }
  auto read = read_condition(condition);
  if (!read) return std::move(read).error();
  action.condition = *read;
  return {};
}

}  // namespace

std::string_view to_string(BulkKind kind) {
  constexpr std::string_view kWords[] = {"index", "create", "update", "delete"};
  return kWords[static_cast<std::size_t>(kind)];
}

Result<engine::WriteCondition> read_condition(const ConditionText& text) {
  engine::WriteCondition condition;
  const auto read = [](std::string_view given, std::string_view name, std::optional<std::uint64_t>& into) -> Status {
    if (given.empty()) return {};
    into = unsigned_of(given);
    if (into) return {};
    return illegal_argument("Failed to parse long parameter [" + std::string(name) + "] with value [" + std::string(given) + "]");
  };
  if (Status done = read(text.if_seq_no, "if_seq_no", condition.if_sequence_number); !done) return std::move(done).error();
  if (Status done = read(text.if_primary_term, "if_primary_term", condition.if_primary_term); !done) return std::move(done).error();
  if (condition.if_sequence_number.has_value() != condition.if_primary_term.has_value()) {
    return Error{ErrorCode::invalid_argument, "Validation Failed: 1: ifSeqNo is set, but primary term is [0];", "action_request_validation"};
  }
  if (text.version.empty()) return condition;
  if (text.version_type != "external" && text.version_type != "external_gt" && text.version_type != "external_gte") {
    return Error{ErrorCode::invalid_argument,
                 "Validation Failed: 1: internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and "
                 "`if_primary_term` instead;", "action_request_validation"};
  }
  if (Status done = read(text.version, "version", condition.version); !done) return std::move(done).error();
  condition.version_may_equal = text.version_type == "external_gte";
  return condition;
}

std::string_view BulkBody::take_line() {
  const std::string_view line = rest_.substr(0, rest_.find('\n'));
  rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
  ++line_;
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

Result<std::optional<BulkAction>> BulkBody::next() {
  std::string_view line;
  while (line.find_first_not_of(" \t") == std::string_view::npos) {
    if (rest_.empty()) return std::optional<BulkAction>();
    line = take_line();
  }
  const auto json = JsonDocument::parse(line, {.max_depth = 8, .max_nodes = 256});
  if (!json) return illegal_argument("Malformed action/metadata line [" + std::to_string(line_) + "]: " + json.error().message);
  const JsonValue root = json->root();
  if (!root.is_object()) return malformed(line_, "START_OBJECT", token_name(root));
  if (root.size() == 0) return malformed(line_, "FIELD_NAME", "END_OBJECT");
  if (root.size() != 1) return malformed(line_, "END_OBJECT", "FIELD_NAME");
  const JsonMember only = *root.members().begin();
  const auto kind = kind_from(only.name);
  if (!kind) return malformed(line_, "field [create], [delete], [index] or [update]", only.name);
  if (!only.value.is_object()) return malformed(line_, "START_OBJECT", token_name(only.value));
  BulkAction action;
  action.kind = *kind;
  if (Status read = read_metadata(only.value, line_, action); !read) return std::move(read).error();
  if (action.kind != BulkKind::delete_) {
    if (rest_.empty()) return illegal_argument("The bulk request must be terminated by a newline [\\n]");
    action.source = take_line();
  }
  return std::optional<BulkAction>(std::move(action));
}

}  // namespace aisle::server::es_api
