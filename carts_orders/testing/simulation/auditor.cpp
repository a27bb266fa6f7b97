#include "carts_orders/testing/simulation/auditor.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "carts_orders/testing/simulation/invariants.hpp"

namespace aisle::shop::simulation {
namespace {

constexpr std::uint64_t kCommitsPerFullAudit = 16;
constexpr EpochMillis kLeaseTolerance = 1'000;
constexpr EpochMillis kSlewed = 1'000;  ///< the clock runs at most a thousandth off

constexpr std::array kStates = {
    OrderState::created,      OrderState::reserved,       OrderState::payment_pending, OrderState::paid,
    OrderState::confirmed,    OrderState::picking,        OrderState::shipped,         OrderState::delivered,
    OrderState::rejected,     OrderState::expired,        OrderState::payment_failed,  OrderState::late_paid,
    OrderState::payment_review, OrderState::refund_pending, OrderState::refunded,      OrderState::cancelling,
    OrderState::cancelled};

std::optional<OrderState> state_named(std::string_view word) {
  const auto found = std::ranges::find(kStates, word, [](OrderState state) { return to_string(state); });
  return found == kStates.end() ? std::nullopt : std::optional(*found);
}

/// The text of a string member of a flat JSON object; empty when there is none.
std::string_view text_member(std::string_view json, std::string_view name) {
  const std::string sought = '"' + std::string(name) + "\":\"";
  const std::size_t at = json.find(sought);
  if (at == std::string_view::npos) return {};
  json.remove_prefix(at + sought.size());
  return json.substr(0, json.find('"'));
}

bool is_allowed(OrderState from, OrderState to) {
  return std::ranges::any_of(kTransitions, [&](const Transition& row) { return row.from == from && row.to == to; });
}

}  // namespace

void Auditor::committed(const ChangeSet& changes) {
  look();
  const auto time = world_.disk.contents().find<Meta>("time");
  for (const auto& reservation : changes.of<Reservation>().upserts) {
    if (reservation->state != ReservationState::pending || !time) continue;
    leases_[reservation->key] = {world_.executor.elapsed(), reservation->expires_at - std::stoll(time->value)};
  }
}

void Auditor::look() {
  look_at_events();
  look_at_ledger();
  if (++commits_ % kCommitsPerFullAudit == 0) check_invariants(world_.disk.contents(), world_.findings);
}

void Auditor::look_at_events() {
  const auto& events = world_.disk.contents().events;
  if (events.size() < events_) {
    world_.findings.add("a committed event is gone");
    events_ = events.size();
  }
  for (; events_ < events.size(); ++events_) {
    const Event& event = events[events_];
    world_.findings.expect(event.number == static_cast<std::int64_t>(events_) + 1, "the feed has a gap", event.kind);
    world_.note(event.kind, event.data);
    if (event.kind.starts_with("order.")) look_at_order(event);
  }
}

void Auditor::look_at_order(const Event& event) {
  const auto to = state_named(text_member(event.data, "to"));
  if (!to) return;
  const auto from = state_named(text_member(event.data, "from"));
  const auto known = orders_.find(event.subject);
  if (!from) {
    world_.findings.expect(known == orders_.end() && *to == OrderState::created, "an order began twice", event.data);
  } else {
    world_.findings.expect(known != orders_.end() && known->second == *from, "an order's history is torn", event.data);
    world_.findings.expect(is_allowed(*from, *to), "an order took a way that is not in the table", event.data);
    world_.coverage.note_transition(*from, *to);
  }
  if (*to == OrderState::payment_review) reviewed_.insert(event.subject);
  orders_[event.subject] = *to;
}

void Auditor::look_at_ledger() {
  const ShopContents& contents = world_.disk.contents();
  if (contents.ledger.size() < ledger_) {
    world_.findings.add("a committed ledger entry is gone");
    ledger_ = contents.ledger.size();
    return;
  }
  for (; ledger_ < contents.ledger.size(); ++ledger_) {
    const LedgerEntry& entry = contents.ledger[ledger_];
    Stock& sum = sums_[entry.stock];
    sum.on_hand += entry.on_hand;
    sum.reserved += entry.reserved;
    sum.committed += entry.committed;
    const bool legal = sum.reserved >= 0 && sum.committed >= 0 && sum.available() >= 0;
    world_.findings.expect(legal, "I1 the ledger sells what is not there", entry.stock.sku + " by " + entry.kind);
    if (entry.kind == "expire") look_at_lease(entry);
  }
  for (const auto& [key, sum] : sums_) {
    const auto stock = contents.find<Stock>(key);
    const bool same = stock && stock->on_hand == sum.on_hand && stock->reserved == sum.reserved && stock->committed == sum.committed;
    world_.findings.expect(same, "I9 the stock is not the sum of its ledger", key.sku);
  }
}

/// A lease that this life gave or took over ends when its time is over, whatever the wall clock does.
void Auditor::look_at_lease(const LedgerEntry& entry) {
  const auto id = parse_id(entry.reference);
  const auto lease = id ? leases_.find(*id) : leases_.end();
  if (lease == leases_.end()) return;
  const EpochMillis lived = world_.executor.elapsed() - lease->second.elapsed;
  const EpochMillis least = lease->second.remaining - lease->second.remaining / kSlewed - kLeaseTolerance;
  world_.findings.expect(lived >= least, "a lease ended before its time",
                         std::to_string(lived) + " ms of " + std::to_string(lease->second.remaining));
}

}  // namespace aisle::shop::simulation
