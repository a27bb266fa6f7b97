#include "loaders/sources/bulk_source.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <utility>

#include "loaders/sources/json_fault.hpp"

namespace aisle::loaders {

namespace {

std::optional<RecordAction> parse_action(std::string_view word) {
  if (word == "index") return RecordAction::index;
  if (word == "create") return RecordAction::create;
  if (word == "update") return RecordAction::update;
  if (word == "delete") return RecordAction::remove;
  return std::nullopt;
}

std::string id_text(simdjson::dom::element value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return std::string(text);
  if (value.is_number()) return simdjson::minify(value);
  return {};
}

void append_member(std::string& object, std::string_view key, simdjson::dom::element value) {
  if (object.size() > 1) object += ',';
  object += fmt::format("\"{}\":", key);
  object += simdjson::minify(value);
}

void read_metadata(simdjson::dom::object metadata, BulkAction& action) {
  action.metadata = "{";
  for (const auto [key, value] : metadata) {
    if (key == "_index" || key == "_type") continue;
    if (key == "_id") action.id = id_text(value);
    // A key that would need escaping is none that any server knows.
    if (key.find_first_of("\"\\") == std::string_view::npos) append_member(action.metadata, key, value);
  }
  action.metadata += '}';
}

}  // namespace

std::string_view to_string(RecordAction action) {
  switch (action) {
    case RecordAction::index: return "index";
    case RecordAction::create: return "create";
    case RecordAction::update: return "update";
    case RecordAction::remove: return "delete";
  }
  return "index";
}

struct BulkActionParser::Parser {
  simdjson::dom::parser dom;
};
BulkActionParser::BulkActionParser() : parser_(std::make_unique<Parser>()) {}
BulkActionParser::~BulkActionParser() = default;
BulkActionParser::BulkActionParser(BulkActionParser&&) noexcept = default;

std::optional<BulkAction> BulkActionParser::parse(std::string_view line) {
  // Action lines are short; a document of megabytes is not parsed only to learn that it is none.
  constexpr std::size_t kLongestAction = 64u << 10;
  if (line.size() > kLongestAction) return std::nullopt;
  simdjson::dom::element root;
  simdjson::dom::object object, metadata;
  if (parser_->dom.parse(line.data(), line.size(), false).get(root) != simdjson::SUCCESS) return std::nullopt;
  if (root.get(object) != simdjson::SUCCESS || object.size() != 1) return std::nullopt;
  const auto member = *object.begin();
  const auto action = parse_action(member.key);
  if (!action || member.value.get(metadata) != simdjson::SUCCESS) return std::nullopt;
  BulkAction parsed{.action = *action, .id = {}, .metadata = {}};
  read_metadata(metadata, parsed);
  return parsed;
}

Result<std::optional<Record>> BulkSource::next() {
  for (;;) {
    auto line = lines_.next();
    if (!line) return std::move(line).error();
    if (!*line) return std::optional<Record>();
    const Position where = (*line)->where;
    if (auto action = actions_.parse((*line)->text)) {
      resynchronising_ = false;
      current_ = std::move(*action);
      return read_document(where);
    }
    if (!std::exchange(resynchronising_, true))
      return Error(ErrorCode::invalid_argument, "not a bulk action line: expected {\"index\":{...}} or create, update, delete",
                   "bad_action")
          .at(where);
  }
}

Result<std::optional<Record>> BulkSource::read_document(Position action_where) {
  Record record{.json = {}, .id = current_.id, .action = current_.action, .metadata = current_.metadata,
                .where = action_where};
  if (current_.action == RecordAction::remove) return std::optional(std::move(record));
  auto line = lines_.next();
  if (!line) {
    auto error = std::move(line).error();
    error.subject = current_.id;
    return error;
  }
  if (!*line)
    return Error(ErrorCode::invalid_argument, "the input ends after an action line, without its document", "bad_action",
                 current_.id)
        .at(action_where);
  record.json = (*line)->text;
  if (auto fault = checker_.find_fault_in_object(record.json)) {
    auto error = bad_json(*fault, (*line)->where);
    error.subject = current_.id;
    return error;
  }
  return std::optional(std::move(record));
}

}  // namespace aisle::loaders
