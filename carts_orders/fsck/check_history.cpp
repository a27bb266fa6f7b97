// Each order's history, from the feed: a walk of the table of transitions that ends where the order is.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/json/json_document.hpp"
#include "carts_orders/fsck/checks.hpp"
#include "carts_orders/orders/transitions.hpp"
#include "carts_orders/store/words.hpp"

namespace aisle::shop::fsck {
namespace {

/// Where an order's history stands.
struct History {
  std::uint64_t version = 0;
  std::optional<OrderState> state;
};

/// What an event of an order says.
struct Step {
  std::uint64_t version = 0;
  bool moves = false;              ///< it is of a change of state
  std::optional<OrderState> from;
  std::optional<OrderState> to;
};

std::optional<OrderState> state_in(const std::optional<JsonValue>& json) {
  return json && json->is_string() ? from_word<OrderState>(json->text()) : std::nullopt;
}

std::optional<Step> read_step(const Event& event) {
  const auto document = JsonDocument::parse(event.data);
  if (!document) return std::nullopt;
  const JsonValue data = document->root();
  const auto version = data.find("version");
  const auto number = version ? version->as_int64() : std::nullopt;
  if (!number) return std::nullopt;
  return Step{.version = static_cast<std::uint64_t>(*number), .moves = data.find("to").has_value(), .from = state_in(data.find("from")), .to = state_in(data.find("to"))};
}

bool is_a_transition(const std::optional<OrderState>& from, const std::optional<OrderState>& to) {
  if (!to) return false;
  if (!from) return *to == OrderState::created;
  return std::ranges::any_of(kTransitions, [&](const Transition& row) { return row.from == *from && row.to == *to; });
}

std::string say(const std::optional<OrderState>& state) { return state ? std::string(to_string(*state)) : "nothing"; }

void walk(History& history, const Event& event, FsckReport& report) {
  const auto step = read_step(event);
  if (!step) {
    report.add("I7", fmt::format("Event {} ({}) of order {} cannot be read.", event.number, event.kind, to_string(event.subject)));
    return;
  }
  if (step->version != history.version + 1) {
    report.add("I7", fmt::format("Event {} ({}) of order {} is of version {}, after version {}.", event.number, event.kind,
                                 to_string(event.subject), step->version, history.version));
  }
  history.version = step->version;
  if (!step->moves) return;
  if (step->from != history.state || !is_a_transition(step->from, step->to)) {
    report.add("I7", fmt::format("Event {} moves order {} from {} to {}, which was {}: no transition does that.", event.number,
                                 to_string(event.subject), say(step->from), say(step->to), say(history.state)));
  }
  history.state = step->to;
}

void check_end(const Order& order, const History& history, FsckReport& report) {
  if (history.state == order.state && history.version == order.version) return;
  report.add("I7", fmt::format("Order {} is {}, version {}, but its history ends with {}, version {}.", to_string(order.key),
                               to_string(order.state), order.version, say(history.state), history.version));
}

}  // namespace

// Histories can be walked only while the feed has its beginning.
void check_history(const ShopContents& contents, FsckReport& report) {
  if (!contents.events.empty() && contents.events.front().number != 1) return;
  std::map<Id, History> histories;
  for (const Event& event : contents.events) {
    if (event.kind.starts_with("order.")) walk(histories[event.subject], event, report);
  }
  for (const auto& [id, order] : contents.of<Order>()) check_end(*order, histories[id], report);
  for (const auto& [id, history] : histories) {
    if (!contents.of<Order>().contains(id)) report.add("I7", fmt::format("The feed tells of order {}, which is gone.", to_string(id)));
  }
}

}  // namespace aisle::shop::fsck
