#include "carts_orders/testing/simulation/json_text.hpp"

#include "base/json/json_document.hpp"

namespace aisle::shop::simulation {

std::string member(const Answer& answer, std::string_view name) {
  const Result<JsonDocument> document = JsonDocument::parse(answer.body);
  const auto found = document ? document->root().find(name) : std::nullopt;
  return found && found->is_scalar() ? std::string(found->text()) : std::string();
}

Id id_in(const Answer& answer) { return parse_id(member(answer, "id")).value_or(Id{}); }

std::map<std::string, std::int64_t> lines_in(const Answer& answer) {
  std::map<std::string, std::int64_t> lines;
  const Result<JsonDocument> document = JsonDocument::parse(answer.body);
  const auto found = document ? document->root().find("lines") : std::nullopt;
  if (!found) return lines;
  for (const JsonValue line : found->elements()) {
    lines[std::string(line.find("sku")->text())] = line.find("quantity")->as_int64().value_or(-1);
  }
  return lines;
}

}  // namespace aisle::shop::simulation
