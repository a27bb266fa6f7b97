#include "carts_orders/machine/machine.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "carts_orders/idempotency/stored_answers.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

constexpr std::string_view kTimeKey = "time";

}  // namespace

Machine::Machine(ShopSettings settings, SnapshotReader& reader, Entropy& entropy, const TableCapacities& capacities)
    : settings_(std::move(settings)), entropy_(entropy), tables_(reader, capacities) {}

void Machine::note_time(EpochMillis now) {
  if (tables_.has_changes()) tables_.of<Meta>().put(Meta{.key = std::string(kTimeKey), .value = std::to_string(now)});
}

EpochMillis Machine::recorded_time() const {
  const auto recorded = tables_.of<Meta>().committed(std::string(kTimeKey));
  return recorded ? std::stoll(recorded->value) : 0;
}

Answer Machine::execute(const Request& request, EpochMillis now) {
  tables_.mark();
  Transaction tx(tables_, entropy_, settings_, request, now);
  if (std::optional<Answer> again = replay(tx)) return *std::move(again);
  Answer answer = std::visit(
      [&](const auto& area) { return std::visit([&](const auto& command) { return handle(tx, command); }, area); },
      request.command);
  if (answer.failed()) tables_.undo();
  remember(tx, answer);
  return answer;
}

}  // namespace aisle::shop
