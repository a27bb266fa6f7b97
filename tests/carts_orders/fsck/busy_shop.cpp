#include "tests/carts_orders/fsck/busy_shop.hpp"

#include <algorithm>
#include <iterator>

#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {
namespace {

using Type = ProviderEvent::Type;

Principal support() { return service(Role::support, "support"); }
Principal fulfilment() { return service(Role::fulfilment, "fulfilment"); }

}  // namespace

BusyShop::BusyShop(std::uint64_t seed, ShopSettings settings) : random_(seed), shop_(std::move(settings), seed) {
  for (int at = 0; at < 4; ++at) shop_.product("sku-" + std::to_string(at), 1000 + at, 6);
}

template <class Record>
std::shared_ptr<const Record> BusyShop::any() {
  const auto& records = contents().of<Record>();
  if (records.empty()) return nullptr;
  return std::next(records.begin(), number(static_cast<std::int64_t>(records.size())))->second;
}

void BusyShop::step() {
  const std::int64_t what = number(100);
  if (what < 20) return shop_around();
  if (what < 30) return check_out();
  if (what < 40) return change_order();
  if (what < 44) return keep_stock();
  if (what < 50) return reserve();
  if (what < 80) return work();
  if (what < 90) return send_webhook();
  pass_time();
}

void BusyShop::shop_around() {
  const Principal who = any_shopper();
  const Id cart = id_of(shop_.ask(who, CartCommand(CreateCart{})));
  if (chance(70)) {
    shop_.ask(who, CartCommand(PutLine{.cart = cart, .sku = any_sku(), .quantity = number(4), .attributes = {}, .if_match = {}}));
  } else if (chance(50)) {
    shop_.ask(who, CartCommand(AddLine{.cart = cart, .sku = any_sku(), .quantity = 1, .attributes = {}, .if_match = {}}));
  } else {
    shop_.ask(who, CartCommand(RemoveLine{.cart = cart, .sku = any_sku(), .if_match = {}}));
  }
}

void BusyShop::check_out() {
  const Principal who = any_shopper();
  Checkout checkout{.cart = id_of(shop_.ask(who, CartCommand(CreateCart{}))), .cart_version = {}, .expected_total = {}, .payment_method = "card", .email = "a@example.com", .shipping_address = {}, .adjustments = {}};
  if (chance(30)) checkout.adjustments.push_back({.code = "shipping", .label = "Shipping", .amount = 490});
  shop_.ask(who, OrderCommand(checkout));
}

void BusyShop::change_order() {
  const auto order = any<Order>();
  if (!order) return;
  switch (number(6)) {
    case 0: shop_.ask(support(), OrderCommand(CancelOrder{.order = order->key, .reason = {}})); break;
    case 1: shop_.ask(support(), OrderCommand(PayAgain{.order = order->key, .payment_method = "card"})); break;
    case 2: shop_.ask(support(), OrderCommand(RefundOrder{.order = order->key, .amount = chance(50) ? 0 : 300, .reason = {}})); break;
    case 3:
      shop_.ask(support(), OrderCommand(ReviewOrder{.order = order->key, .decision = chance(50) ? ReviewOrder::Decision::confirm : ReviewOrder::Decision::refund}));
      break;
    case 4: {
      ShipOrder ship{.order = order->key, .lines = {}, .carrier = chance(50) ? "dhl" : "", .tracking = "t"};
      if (chance(50) && !order->lines.empty()) ship.lines.push_back({order->lines[0].sku, 1});
      shop_.ask(fulfilment(), OrderCommand(ship));
      break;
    }
    default:
      if (order->shipments.empty()) return;
      const Shipment& shipment = order->shipments[static_cast<std::size_t>(number(static_cast<std::int64_t>(order->shipments.size())))];
      shop_.ask(fulfilment(), OrderCommand(ReportShipment{.order = order->key, .shipment = shipment.id, .event = chance(60) ? "delivered" : "shipped", .detail = {}}));
  }
}

void BusyShop::keep_stock() {
  if (chance(60)) {
    shop_.ask(clerk(), InventoryCommand(AdjustStock{.stock = {any_sku()}, .delta = number(9) - 3, .reason = "count"}));
  } else {
    shop_.ask(clerk(), InventoryCommand(SetStock{.stock = {any_sku(), "store"}, .on_hand = number(9), .if_match = {}, .reason = {}}));
  }
}

void BusyShop::reserve() {
  const auto reservation = any<Reservation>();
  const Id id = reservation ? reservation->key : Id{};
  const bool is_of_a_service = reservation && !reservation->owner.starts_with("order:") && !reservation->owner.starts_with("cart:");
  switch (is_of_a_service ? number(5) : 0) {
    case 1: shop_.ask(clerk(), InventoryCommand(CommitReservation{id})); break;
    case 2: shop_.ask(clerk(), InventoryCommand(ReleaseReservation{id})); break;
    case 3: shop_.ask(clerk(), InventoryCommand(ExtendReservation{.reservation = id, .lease = 0})); break;
    default: shop_.ask(clerk(), InventoryCommand(Reserve{.lines = {{{any_sku()}, 1 + number(2)}}, .lease = kMinute, .owner = {}}));
  }
}

void BusyShop::work() {
  const auto job = any<Job>();
  if (!job) return;
  if (job->state == Job::State::dead) {
    if (chance(20)) shop_.ask(service(Role::admin), JobCommand(RequeueJob{.queue = job->queue, .job = job->key}));
    return;
  }
  if (job->kind == job_kind::kPaymentDue) {
    if (job->run_at <= now()) shop_.ask(internal(), JobCommand(RunTimer{.job = job->key}));
  } else if (chance(10)) {
    shop_.ask(internal(), JobCommand(FailJob{.job = job->key, .error = "no route", .permanent = chance(30)}));
  } else if (job->queue == "payment") {
    do_payment_job(*job);
  } else {
    do_other_job(*job);
  }
}

void BusyShop::do_payment_job(const Job& job) {
  if (job.kind == job_kind::kPaymentCreate) {
    const auto create = PaymentCreate::decode(job.payload);
    ASSERT_TRUE(create.ok());
    if (chance(20)) {
      shop_.ask(internal(), PaymentCommand(IntentRefused{.job = job.key, .order = create->order, .attempt = create->attempt, .failure = "card_declined"}));
    } else {
      shop_.ask(internal(), PaymentCommand(IntentCreated{.job = job.key, .order = create->order, .attempt = create->attempt, .intent = "pi_" + std::to_string(++intents_), .client_secret = "s"}));
    }
  } else if (job.kind == job_kind::kPaymentVoid) {
    const auto payload = PaymentVoid::decode(job.payload);
    ASSERT_TRUE(payload.ok());
    shop_.ask(internal(), PaymentCommand(IntentVoided{.job = job.key, .order = payload->order, .attempt = payload->attempt}));
  } else if (job.kind == job_kind::kPaymentRefund) {
    const auto refund = PaymentRefund::decode(job.payload);
    ASSERT_TRUE(refund.ok());
    shop_.ask(internal(), PaymentCommand(RefundAccepted{.job = job.key, .order = refund->order, .refund = refund->refund, .provider_refund = "re_" + to_string(refund->refund), .settled = chance(50)}));
  } else {
    const auto poll = PaymentPoll::decode(job.payload);
    ASSERT_TRUE(poll.ok());
    const auto order = shop_.order(poll->order);
    ASSERT_TRUE(order);
    ProviderEvent event{.type = Type::other};
    for (const PaymentAttempt& attempt : order->payments) {
      if (attempt.number == poll->attempt && chance(50)) event = event_of(*order, attempt);
    }
    shop_.ask(internal(), PaymentCommand(IntentPolled{.job = job.key, .event = event}));
  }
}

void BusyShop::do_other_job(const Job& job) {
  if (job.kind == job_kind::kShippingBook) {
    const auto book = ShippingBook::decode(job.payload);
    ASSERT_TRUE(book.ok());
    shop_.ask(internal(), JobCommand(ShipmentBooked{.job = job.key, .order = book->order, .shipment = book->shipment, .carrier = "test", .tracking = "t"}));
  } else if (job.kind == job_kind::kShippingTrack) {
    const auto track = ShippingTrack::decode(job.payload);
    ASSERT_TRUE(track.ok());
    shop_.ask(internal(), JobCommand(ShipmentTracked{.job = job.key, .order = track->order, .shipment = track->shipment, .delivered = chance(60), .detail = {}}));
  } else {
    shop_.ask(internal(), JobCommand(FinishJob{.job = job.key}));
  }
}

ProviderEvent BusyShop::event_of(const Order& order, const PaymentAttempt& attempt) {
  ProviderEvent event{.provider = attempt.provider, .id = "evt_" + std::to_string(++events_), .type = Type::payment_succeeded, .intent = attempt.intent, .order = order.key};
  if (chance(25)) event.type = Type::payment_failed;
  if (chance(10)) event.type = Type::payment_canceled;
  event.amount = chance(90) ? order.total : order.total - 100;
  event.currency = chance(95) ? "USD" : "EUR";
  event.attempt = attempt.number;
  return event;
}

ProviderEvent BusyShop::any_event_of(const Order& order) {
  const PaymentAttempt& attempt = order.payments[static_cast<std::size_t>(number(static_cast<std::int64_t>(order.payments.size())))];
  ProviderEvent event = event_of(order, attempt);
  if (order.refunds.empty() || chance(50)) return event;
  const Refund& refund = order.refunds[static_cast<std::size_t>(number(static_cast<std::int64_t>(order.refunds.size())))];
  event.type = chance(70) ? Type::refund_succeeded : Type::refund_failed;
  event.refund_id = refund.id;
  event.refund = "re_" + to_string(refund.id);
  event.amount = refund.amount;
  event.failure = "account_closed";
  return event;
}

void BusyShop::send_webhook() {
  const auto order = any<Order>();
  if (!order || order->payments.empty()) return;
  const ProviderEvent event = any_event_of(*order);
  const int times = chance(30) ? 2 : 1;
  for (int at = 0; at < times; ++at) shop_.ask(internal(), PaymentCommand(ApplyProviderEvent{.event = event, .payload = "{}"}));
}

void BusyShop::pass_time() {
  shop_.advance(chance(80) ? number(kMinute) : number(20 * kMinute));
  if (chance(70)) expire_leases();
}

void BusyShop::expire_leases() {
  ExpireReservations overdue;
  for (const auto& [id, reservation] : contents().of<Reservation>()) {
    if (reservation->state == ReservationState::pending && reservation->expires_at <= now()) overdue.reservations.push_back(id);
  }
  if (!overdue.reservations.empty()) shop_.ask(internal(), InventoryCommand(overdue));
}

}  // namespace aisle::shop
