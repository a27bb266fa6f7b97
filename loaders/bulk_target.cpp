#include "loaders/bulk_target.hpp"

#include <simdjson.h>

#include <optional>

namespace aisle::loaders {

namespace {

namespace dom = simdjson::dom;

std::string text_at(dom::element value, std::string_view key) {
  std::string_view text;
  return value[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

// Elasticsearch puts what really happened, such as a number's format, into the innermost cause.
std::string full_reason(dom::element error) {
  std::string reason = text_at(error, "reason");
  dom::element cause;
  if (error["caused_by"].get(cause) != simdjson::SUCCESS) return reason;
  const auto inner = text_at(cause, "reason");
  if (!inner.empty() && reason.find(inner) == std::string::npos) reason += (reason.empty() ? "" : ": ") + inner;
  return reason;
}

std::optional<BulkItemOutcome> read_item(dom::element item) {
  dom::object actions;
  std::int64_t status = 0;
  if (item.get(actions) != simdjson::SUCCESS || actions.size() != 1) return std::nullopt;
  const dom::element answer = (*actions.begin()).value;
  if (answer["status"].get(status) != simdjson::SUCCESS) return std::nullopt;
  BulkItemOutcome outcome{static_cast<int>(status), {}, {}};
  dom::element error;
  if (answer["error"].get(error) != simdjson::SUCCESS) return outcome;
  std::string_view plain;
  outcome.error_type = error.get(plain) == simdjson::SUCCESS ? "error" : text_at(error, "type");
  outcome.reason = plain.empty() ? full_reason(error) : std::string(plain);
  return outcome;
}

Error not_a_bulk_answer() { return Error(ErrorCode::invalid_argument, "the answer is not one of _bulk", "bad_bulk_response"); }

}  // namespace

Result<std::vector<BulkItemOutcome>> parse_bulk_response(std::string_view json) {
  dom::parser parser;
  dom::array items;
  dom::element root;
  if (parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS) return not_a_bulk_answer();
  if (root["items"].get(items) != simdjson::SUCCESS) return not_a_bulk_answer();
  std::vector<BulkItemOutcome> outcomes;
  for (const auto item : items) {
    auto outcome = read_item(item);
    if (!outcome) return not_a_bulk_answer();
    outcomes.push_back(std::move(*outcome));
  }
  return outcomes;
}

std::string field_of_reason(std::string_view reason) {
  for (const std::string_view before : {"field [", "field name [", "object mapping for ["}) {
    const auto at = reason.find(before);
    if (at == std::string_view::npos) continue;
    const auto begin = at + before.size();
    const auto end = reason.find(']', begin);
    if (end != std::string_view::npos) return std::string(reason.substr(begin, end - begin));
  }
  return {};
}

}  // namespace aisle::loaders
