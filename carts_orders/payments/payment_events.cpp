#include "carts_orders/payments/payment_events.hpp"

#include <algorithm>
#include <cassert>

#include "carts_orders/orders/order_cart.hpp"
#include "carts_orders/orders/order_stock.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/attempts.hpp"
#include "carts_orders/payments/parked_events.hpp"
#include "carts_orders/payments/refunds.hpp"

namespace aisle::shop {
namespace {

using Type = ProviderEvent::Type;

std::int32_t rank_of(Type type) {
  switch (type) {
    case Type::payment_processing: return 1;
    case Type::payment_failed: return 2;
    case Type::payment_canceled: return 3;
    case Type::payment_succeeded: return 4;
    default: return 0;
  }
}

bool is_refund(Type type) { return type == Type::refund_failed || type == Type::refund_succeeded; }
bool is_sane(const ProviderEvent& event) { return event.amount >= 0 && event.amount <= kMaxAmount; }

/// Why the capture is not what was asked for; null when it is.
const char* misfit(const Order& order, const PaymentAttempt& attempt) {
  if (attempt.currency != order.currency) return "currency-mismatch";
  return attempt.captured == order.total ? nullptr : "amount-mismatch";
}

void paid_in_time(OrderChange& change) {
  change.step(OrderEvent::pay);
  [[maybe_unused]] const auto sold = sell_stock(change);
  assert(sold && "stock that is held can be sold");
  confirm(change);
}

/// Keeps for the reviewer what a confirmation would need: units, if there still are any, and the cart.
void paid_amiss(OrderChange& change, const char* reason) {
  if (change.order().state != OrderState::payment_pending) change.step(OrderEvent::pay_late);
  change.order().reason = reason;
  change.step(OrderEvent::pay_amiss);
  freeze_cart_again(change);
  (void)hold_stock(change);  // without units the reviewer is told so
  stop_payment_timer(change);
  give_up_all(change);
}

void paid_late(OrderChange& change) {
  change.step(OrderEvent::pay_late);
  if (is_ordered_again(change)) return undo(change, OrderEvent::refund_all, "ordered-again");
  freeze_cart_again(change);
  if (!sell_stock(change)) return undo(change, OrderEvent::refund_all, "sold-out");
  confirm(change);
}

void paid_in_vain(OrderChange& change, const PaymentAttempt& attempt) {
  const OrderState state = change.order().state;
  const bool is_closed = state == OrderState::cancelled || state == OrderState::refunded;
  const bool is_unwanted = is_closed || state == OrderState::cancelling || state == OrderState::refund_pending;
  if (is_closed) change.step(OrderEvent::refund_all);
  refund_attempt(change, attempt, is_unwanted ? "late-payment" : "duplicate-payment");
}

void money_came(OrderChange& change, const PaymentAttempt& attempt) {
  const char* amiss = misfit(change.order(), attempt);
  const bool is_wanted = change.can(OrderEvent::pay_late);
  if (change.order().state == OrderState::payment_review) return;
  if (is_wanted && amiss != nullptr) {
    paid_amiss(change, amiss);
  } else if (change.can(OrderEvent::pay) && holds_stock(change.tx(), change.order())) {
    paid_in_time(change);
  } else if (is_wanted) {
    paid_late(change);
  } else {
    paid_in_vain(change, attempt);
  }
}

void failed(OrderChange& change, PaymentAttempt& attempt, const ProviderEvent& event) {
  attempt.failure = event.failure.empty() ? "declined" : event.failure;
  give_up(change, attempt);
  change.note("payment");
  fail_if_hopeless(change, attempt.failure);
}

void canceled(OrderChange& change, PaymentAttempt& attempt) {
  if (!is_open(attempt)) return;
  close_unpaid(change, attempt);
  fail_if_hopeless(change, attempt.failure.empty() ? "payment-canceled" : attempt.failure);
  settle(change);
}

void replay_parked(OrderChange& change, const std::string& provider, const std::string& intent);

void succeeded(OrderChange& change, PaymentAttempt& attempt, const ProviderEvent& event) {
  close_attempt(change, attempt, PaymentAttempt::State::succeeded);
  attempt.failure.clear();
  attempt.captured = event.amount;
  attempt.currency = Currency::find(event.currency).value_or(Currency());
  if (attempt.currency == change.order().currency) change.order().captured += event.amount;
  money_came(change, attempt);
  replay_parked(change, attempt.provider, attempt.intent);
}

void apply_payment(OrderChange& change, PaymentAttempt& attempt, const ProviderEvent& event) {
  const std::int32_t rank = rank_of(event.type);
  if (rank <= attempt.rank) return;
  attempt.rank = rank;
  change.note("payment");
  if (event.type == Type::payment_failed) failed(change, attempt, event);
  if (event.type == Type::payment_canceled) canceled(change, attempt);
  if (event.type == Type::payment_succeeded) succeeded(change, attempt, event);
}

/// The refund that the event is about: by our id, by the provider's, or the one that fits and has none yet.
Refund* refund_of(Order& order, const ProviderEvent& event, const PaymentAttempt* attempt) {
  if (Refund* named = find_refund(order, event.refund_id)) return named;
  const auto same = [&](const Refund& refund) { return !event.refund.empty() && refund.provider_refund == event.refund; };
  const auto fits = [&](const Refund& refund) {
    return attempt != nullptr && refund.attempt == attempt->number && refund.amount == event.amount &&
           refund.state == Refund::State::pending && refund.provider_refund.empty();
  };
  auto found = std::ranges::find_if(order.refunds, same);
  if (found == order.refunds.end()) found = std::ranges::find_if(order.refunds, fits);
  return found == order.refunds.end() ? nullptr : &*found;
}

/// False: the capture that is paid back is not known yet.
bool apply_refund(OrderChange& change, const ProviderEvent& event) {
  const PaymentAttempt* attempt = find_attempt(change.order(), event.intent);
  Refund* refund = refund_of(change.order(), event, attempt);
  const bool worked = event.type == Type::refund_succeeded;
  if (refund != nullptr) {
    if (!event.refund.empty()) refund->provider_refund = event.refund;
    const Id id = refund->id;
    worked ? refund_succeeded(change, id) : refund_failed(change, id, event.failure);
  } else if (worked) {
    if (attempt == nullptr || attempt->state != PaymentAttempt::State::succeeded) return false;
    refund_elsewhere(change, *attempt, event.refund, event.amount);
  }
  after_refund(change);
  return true;
}

/// Which attempt of a known order an unknown intent belongs to: the one that the provider names, or the only one that
/// has none yet. 0: none of them.
std::int32_t attempt_without_intent(Order& order, std::int32_t named) {
  std::int32_t found = 0;
  for (const PaymentAttempt& attempt : order.payments) {
    if (!attempt.intent.empty() || (named != 0 && attempt.number != named)) continue;
    if (found != 0) return 0;
    found = attempt.number;
  }
  return found;
}

/// Makes the event's intent one of the order's. False: it is of no interest.
bool take_in(OrderChange& change, const ProviderEvent& event) {
  if (event.intent.empty()) return false;
  if (const std::int32_t number = attempt_without_intent(change.order(), event.attempt); number != 0) {
    learn_intent(change, number, event.intent, {});
    return true;
  }
  const bool has_room = change.order().payments.size() < 2 * kMostAttempts;
  if (event.type != Type::payment_succeeded || !has_room) return false;
  adopt_intent(change, event.provider, event.intent);
  return true;
}

std::shared_ptr<const Order> order_of(Transaction& tx, const ProviderEvent& event) {
  const auto intent = event.intent.empty() ? nullptr : tx.find<Intent>(event.provider + ':' + event.intent);
  if (intent) return tx.find<Order>(intent->order);
  return event.order.is_null() ? nullptr : tx.find<Order>(event.order);
}

bool apply_to(OrderChange& change, const ProviderEvent& event) {
  if (is_refund(event.type)) return apply_refund(change, event);
  if (find_attempt(change.order(), event.intent) == nullptr && !take_in(change, event)) return true;
  if (PaymentAttempt* attempt = find_attempt(change.order(), event.intent)) apply_payment(change, *attempt, event);
  return true;
}

void replay_parked(OrderChange& change, const std::string& provider, const std::string& intent) {
  for (const ParkedEvent& parked : unpark(change.tx(), provider, intent)) {
    if (!apply_to(change, parked.event)) park(change.tx(), parked.event, parked.payload);
  }
}

}  // namespace

bool apply_event(Transaction& tx, const ProviderEvent& event) {
  if (event.type == Type::other || !is_sane(event)) return true;
  const auto order = order_of(tx, event);
  if (!order) return false;
  OrderChange change(tx, *order);
  const bool applied = apply_to(change, event);
  change.save();
  return applied;
}

void learn_intent(OrderChange& change, std::int32_t number, const std::string& intent, const std::string& client_secret) {
  PaymentAttempt* attempt = find_attempt(change.order(), number);
  assert(attempt != nullptr && "an intent is of an attempt");
  const std::string provider = attempt->provider;
  attach_intent(change, *attempt, intent, client_secret);
  replay_parked(change, provider, intent);
}

void after_refund(OrderChange& change) {
  const OrderState state = change.order().state;
  const bool is_closed = state == OrderState::cancelled || state == OrderState::refunded;
  if (is_closed && !refunds_are_settled(change.order())) change.step(OrderEvent::refund_all);
  settle(change);
}

}  // namespace aisle::shop
