#include "tests/carts_orders/orders/world.hpp"

#include <algorithm>
#include <ostream>

#include "carts_orders/fsck/check_contents.hpp"
#include "carts_orders/orders/transitions.hpp"
#include "carts_orders/payments/attempts.hpp"

namespace aisle::shop {

void PrintTo(OrderState state, std::ostream* out) { *out << to_string(state); }

Id World::cart_of(const Lines& lines) {
  const Principal owner = shopper("shopper-" + std::to_string(++shoppers_));
  const Id cart = id_of(shop_.ask(owner, CartCommand{CreateCart{}}));
  for (const auto& [sku, quantity] : lines) {
    const Answer answer = shop_.ask(owner, CartCommand{PutLine{.cart = cart, .sku = sku, .quantity = quantity}});
    EXPECT_LT(answer.status, 300) << answer.body;
  }
  owners_[cart] = owner;
  return cart;
}

Answer World::check_out(const Id& cart, Checkout checkout) {
  checkout.cart = cart;
  if (checkout.payment_method.empty()) checkout.payment_method = "test_ok";
  checkout.email = "shopper@example.com";
  return shop_.ask(owners_.at(cart), OrderCommand{std::move(checkout)});
}

Id World::order_of(const Lines& lines) {
  const Answer answer = check_out(cart_of(lines));
  EXPECT_EQ(answer.status, 202) << answer.body;
  return id_of(answer);
}

std::vector<Job> World::jobs(std::string_view kind) const {
  std::vector<Job> found;
  for (const auto& [number, job] : shop_.contents().of<Job>()) {
    if (job->kind == kind) found.push_back(*job);
  }
  return found;
}

void World::work(std::string_view kind) {
  for (const Job& job : jobs(kind)) {
    if (job.state == Job::State::ready && job.run_at <= shop_.now()) perform(job);
  }
}

void World::work() {
  for (bool quiet = false; !quiet;) {
    std::vector<Job> due;
    for (const auto& [number, job] : shop_.contents().of<Job>()) {
      if (job->queue != "timer" && job->state == Job::State::ready && job->run_at <= shop_.now()) due.push_back(*job);
    }
    quiet = due.empty();
    for (const Job& job : due) {
      if (shop_.contents().find<Job>(job.key)) perform(job);
    }
  }
}

void World::run_timers() {
  std::vector<Id> leases;
  for (const auto& [id, reservation] : shop_.contents().of<Reservation>()) {
    const bool is_over = reservation->state == ReservationState::pending && reservation->expires_at <= shop_.now();
    if (is_over) leases.push_back(id);
  }
  if (!leases.empty()) report(InventoryCommand{ExpireReservations{leases}});
  for (const Job& job : jobs(job_kind::kPaymentDue)) {
    if (job.run_at <= shop_.now()) report(JobCommand{RunTimer{job.key}});
  }
}

void World::let_payment_lapse() {
  shop_.advance(30 * kMinute);
  run_timers();
}

void World::perform(const Job& job) {
  if (job.kind == job_kind::kPaymentCreate) return create(job);
  if (job.kind == job_kind::kPaymentVoid) return give_up(job);
  if (job.kind == job_kind::kPaymentRefund) return pay_back(job);
  if (job.kind == job_kind::kPaymentPoll) return poll(job);
  if (job.kind == job_kind::kShippingBook) {
    const auto book = ShippingBook::decode(job.payload);
    ASSERT_TRUE(book) << job.payload;
    report(JobCommand{ShipmentBooked{job.key, book->order, book->shipment, book->carrier, "T-" + std::to_string(job.key)}});
  } else if (job.kind == job_kind::kShippingTrack) {
    const auto track = ShippingTrack::decode(job.payload);
    ASSERT_TRUE(track) << job.payload;
    report(JobCommand{ShipmentTracked{job.key, track->order, track->shipment, true, "delivered"}});
  } else if (job.kind.starts_with("notify.")) {
    const auto notice = Notice::decode(job.payload);
    ASSERT_TRUE(notice) << job.payload;
    report(JobCommand{NotificationSent{job.key, notice->order, notice->marker}});
  } else {
    report(JobCommand{FinishJob{job.key}});
  }
}

void World::create(const Job& job) {
  const auto asked = PaymentCreate::decode(job.payload);
  ASSERT_TRUE(asked) << job.payload;
  const std::string intent = "pi_" + asked->idempotency_key();
  intents_.try_emplace(intent, WorldIntent{.order = asked->order, .attempt = asked->attempt, .amount = asked->amount});
  report(PaymentCommand{IntentCreated{job.key, asked->order, asked->attempt, intent, "secret_" + intent}});
}

void World::give_up(const Job& job) {
  const auto asked = PaymentVoid::decode(job.payload);
  ASSERT_TRUE(asked) << job.payload;
  WorldIntent& intent = intents_.at(asked->intent);
  if (intent.captured > 0) {
    report(PaymentCommand{IntentPolled{job.key, event(ProviderEvent::Type::payment_succeeded, asked->intent)}});
  } else {
    intent.is_void = true;
    report(PaymentCommand{IntentVoided{job.key, asked->order, asked->attempt}});
  }
}

void World::pay_back(const Job& job) {
  const auto asked = PaymentRefund::decode(job.payload);
  ASSERT_TRUE(asked) << job.payload;
  WorldIntent& intent = intents_.at(asked->intent);
  if (refunds_.insert(asked->idempotency_key()).second) intent.refunded += asked->amount.amount;
  EXPECT_LE(intent.refunded, intent.captured) << "more went back than came";
  report(PaymentCommand{RefundAccepted{job.key, asked->order, asked->refund, "re_" + to_string(asked->refund), true}});
}

void World::poll(const Job& job) {
  const auto asked = PaymentPoll::decode(job.payload);
  ASSERT_TRUE(asked) << job.payload;
  const WorldIntent& intent = intents_.at(asked->intent);
  using Type = ProviderEvent::Type;
  const Type type = intent.captured > 0 ? Type::payment_succeeded : intent.is_void ? Type::payment_canceled : Type::other;
  report(PaymentCommand{IntentPolled{job.key, event(type, asked->intent)}});
}

std::string World::intent_of(const Id& order, std::int32_t attempt) const {
  return "pi_" + PaymentCreate{.order = order, .attempt = attempt}.idempotency_key();
}

bool World::capture(const std::string& intent) {
  WorldIntent& known = intents_.at(intent);
  if (known.is_void || known.captured > 0) return false;
  known.captured = known.amount.amount;
  return true;
}

ProviderEvent World::event(ProviderEvent::Type type, const std::string& intent) {
  ProviderEvent event;
  event.provider = "test";
  event.id = "evt_" + std::to_string(++events_);
  event.type = type;
  event.intent = intent;
  if (const auto known = intents_.find(intent); known != intents_.end()) {
    event.order = known->second.order;
    event.attempt = known->second.attempt;
    event.amount = known->second.captured > 0 ? known->second.captured : known->second.amount.amount;
    event.currency = known->second.amount.currency.code();
  }
  return event;
}

Answer World::deliver(const ProviderEvent& event) {
  const Answer answer = shop_.ask(internal(), PaymentCommand{ApplyProviderEvent{event, "raw"}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  return answer;
}

void World::pay(const Id& order, std::int32_t attempt) {
  const std::string intent = intent_of(order, attempt);
  capture(intent);
  if (books(intent).captured > 0) deliver(event(ProviderEvent::Type::payment_succeeded, intent));
}

void World::decline(const Id& order, std::int32_t attempt) {
  ProviderEvent event = this->event(ProviderEvent::Type::payment_failed, intent_of(order, attempt));
  event.failure = "card_declined";
  deliver(event);
}

std::string World::stray_intent(const Id& order) {
  const Order record = this->order(order);
  const std::string intent = "pi_" + to_string(order) + ":stray";
  intents_.try_emplace(intent, WorldIntent{.order = order, .attempt = 99, .amount = {record.total, record.currency}});
  return intent;
}

std::int64_t World::kept(const Id& order) const {
  std::int64_t kept = 0;
  for (const auto& [id, intent] : intents_) {
    if (intent.order == order) kept += intent.captured - intent.refunded;
  }
  return kept;
}

namespace {

OrderState state_named(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(OrderState::cancelled); ++i) {
    if (to_string(static_cast<OrderState>(i)) == word) return static_cast<OrderState>(i);
  }
  ADD_FAILURE() << "no such state: " << word;
  return OrderState::created;
}

bool is_in_table(OrderState from, OrderState to) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.to == to) return true;
  }
  return false;
}

/// The order's events tell its way from `created` to where it is, step by step, versions without gaps.
void check_history(const ShopContents& contents, const Order& order) {
  OrderState at = OrderState::created;
  std::string version = "0";
  for (const Event& event : contents.events) {
    if (event.subject != order.key || !event.kind.starts_with("order.")) continue;
    EXPECT_EQ(member(event.data, "version"), std::to_string(std::stoll(version) + 1));
    version = member(event.data, "version");
    const std::string to = member(event.data, "to");
    if (to.empty()) continue;
    const OrderState next = state_named(to);
    if (member(event.data, "from") != "null") {
      EXPECT_EQ(member(event.data, "from"), to_string(at));
      EXPECT_TRUE(is_in_table(at, next)) << to_string(at) << " -> " << to;
    }
    at = next;
  }
  EXPECT_EQ(at, order.state);
  EXPECT_EQ(version, std::to_string(order.version));
}

}  // namespace

void World::check_shop() const {
  const FsckReport report = check_contents(shop_.contents());
  EXPECT_TRUE(report.clean()) << to_string(report);
  for (const auto& [id, order] : shop_.contents().of<Order>()) {
    const auto hopeful = std::ranges::count_if(order->payments, is_hopeful);
    EXPECT_LE(hopeful, order->state == OrderState::payment_pending ? 1 : 0) << "a payment is hoped for that nobody wants";
  }
}

void World::check(bool with_books) const {
  check_shop();
  for (const auto& [id, order] : shop_.contents().of<Order>()) {
    SCOPED_TRACE(to_string(id));
    check_history(shop_.contents(), *order);
    if (with_books) { EXPECT_EQ(order->captured - order->refunded, kept(id)); }
  }
  shop_.check_books();
}

}  // namespace aisle::shop
