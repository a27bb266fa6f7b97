#include "tests/carts_orders/store/random_changes.hpp"

#include <array>
#include <limits>

namespace aisle::shop {

template <class Record, class Make>
void RandomChanges::change(ChangeSet& changes, int size, Make make) {
  std::set<typename Record::Key> seen;
  for (int at = 0; at < size; ++at) {
    Record record = make();
    if (!seen.insert(record.key).second) continue;
    if (chance(25)) {
      changes.of<Record>().erased.push_back(record.key);
    } else {
      changes.of<Record>().upserts.push_back(std::make_shared<const Record>(std::move(record)));
    }
  }
}

ChangeSet RandomChanges::next(int size) {
  ChangeSet changes;
  change<Stock>(changes, size, [this] { return stock(); });
  change<Price>(changes, size, [this] { return price(); });
  change<Reservation>(changes, size, [this] { return reservation(); });
  change<Cart>(changes, size, [this] { return cart(); });
  change<CartOwner>(changes, size, [this] { return CartOwner{.key = owner(any_key()), .cart = any_id()}; });
  change<Order>(changes, size, [this] { return order(); });
  change<Intent>(changes, size, [this] { return Intent{.key = key(any_key()), .order = any_id(), .attempt = static_cast<std::int32_t>(number(9))}; });
  change<Job>(changes, size, [this] { return job(); });
  change<StoredAnswer>(changes, size, [this] { return answer(); });
  change<WebhookEvent>(changes, size, [this] { return webhook(); });
  change<Meta>(changes, size, [this] { return Meta{.key = key(any_key()), .value = text()}; });
  for (int at = 0; at < size; ++at) changes.events.push_back(event());
  for (int at = 0; at < size; ++at) changes.ledger.push_back(entry());
  return changes;
}

std::string RandomChanges::text() {
  static const std::array<std::string, 8> kPieces = {"a", "Schuh ", "\"quoted\"", "back\\slash", "\n\t\x01", "ä€😀", "';--", std::string("\0", 1)};
  std::string made;
  while (chance(70)) made += kPieces[static_cast<std::size_t>(number(kPieces.size()))];
  return made;
}

Money RandomChanges::money() {
  static constexpr std::array<std::string_view, 3> kCodes = {"USD", "JPY", "KWD"};
  return {number(kMaxAmount), *Currency::find(kCodes[static_cast<std::size_t>(number(3))])};
}

Stock RandomChanges::stock() {
  Stock made{.key = {any_sku(), location(static_cast<int>(number(kLocations)))}};
  made.reserved = number(50);
  made.committed = number(50);
  made.on_hand = made.reserved + made.committed + number(50);
  made.version = static_cast<std::uint64_t>(number(1000));
  return made;
}

Price RandomChanges::price() { return {.key = any_sku(), .price = money(), .version = 3}; }

Reservation RandomChanges::reservation() {
  return {.key = any_real_id(),
          .state = word<ReservationState>(6),
          .owner = text(),
          .lines = some<ReservedLine>([this] { return ReservedLine{{any_sku(), location(1)}, number(9), number(9)}; }),
          .created_at = number(100),
          .expires_at = number(100),
          .extendable_until = number(100),
          .version = std::numeric_limits<std::uint64_t>::max()};
}

CartLine RandomChanges::cart_line() {
  return {.sku = any_sku(), .quantity = number(5), .unit_price = money(), .title = text(), .attributes = text(), .added_at = number(100)};
}

Cart RandomChanges::cart() {
  return {.key = any_real_id(),
          .state = word<CartState>(5),
          .owner = owner(static_cast<int>(number(kOwners))),
          .token_hash = text(),
          .lines = some<CartLine>([this] { return cart_line(); }),
          .created_at = number(100),
          .updated_at = -number(100),
          .expires_at = number(20),
          .version = 7,
          .merged_into = any_id(),
          .merge_answer = text(),
          .order = any_id(),
          .hold = any_id()};
}

OrderLine RandomChanges::order_line() {
  return {.sku = any_sku(), .title = text(), .attributes = text(), .quantity = number(9), .shipped = number(3), .unit_price = money(), .total = money()};
}

PaymentAttempt RandomChanges::payment() {
  return {.number = static_cast<std::int32_t>(number(5)),
          .state = word<PaymentAttempt::State>(6),
          .provider = text(),
          .method = text(),
          .intent = text(),
          .client_secret = text(),
          .captured = number(1000),
          .rank = static_cast<std::int32_t>(number(5)),
          .failure = text(),
          .currency = chance(50) ? money().currency : Currency{},
          .poll_job = number(9)};
}

Refund RandomChanges::refund() {
  return {.id = any_id(), .state = word<Refund::State>(3), .amount = number(1000), .attempt = 2, .reason = text(), .provider_refund = text()};
}

Shipment RandomChanges::shipment() {
  return {.id = any_id(),
          .state = word<Shipment::State>(4),
          .lines = some<ShippedLine>([this] { return ShippedLine{any_sku(), number(9)}; }),
          .carrier = text(),
          .tracking = text(),
          .shipped_at = number(100),
          .delivered_at = number(100)};
}

Order RandomChanges::order() {
  Order made{.key = any_real_id(), .state = word<OrderState>(17), .owner = owner(static_cast<int>(number(kOwners))), .email = text(), .shipping_address = text()};
  made.cart = any_id();
  made.reservation = any_id();
  made.currency = chance(90) ? money().currency : Currency{};
  made.lines = some<OrderLine>([this] { return order_line(); });
  made.adjustments = some<Adjustment>([this] { return Adjustment{text(), text(), -number(50)}; });
  made.subtotal = number(1000);
  made.total = number(1000);
  made.refunded = number(1000);
  made.captured = made.refunded + number(1000);
  made.payments = some<PaymentAttempt>([this] { return payment(); });
  made.refunds = some<Refund>([this] { return refund(); });
  made.shipments = some<Shipment>([this] { return shipment(); });
  made.notified = some<std::string>([this] { return text(); });
  made.reason = text();
  made.payment_due = number(100);
  made.due_job = number(9);
  made.version = static_cast<std::uint64_t>(number(100));
  return made;
}

Job RandomChanges::job() {
  return {.key = 1 + number(kKeys),
          .queue = key(static_cast<int>(number(3))),
          .kind = text(),
          .subject = any_id(),
          .payload = text(),
          .state = word<Job::State>(2),
          .run_at = number(100),
          .attempts = static_cast<std::int32_t>(number(9)),
          .last_error = text(),
          .created_at = number(100)};
}

StoredAnswer RandomChanges::answer() {
  return {.key = key(any_key()),
          .fingerprint = text(),
          .status = 201,
          .body = text(),
          .headers = some<std::pair<std::string, std::string>>([this] { return std::pair(text(), text()); }),
          .created_at = number(100),
          .expires_at = number(20)};
}

WebhookEvent RandomChanges::webhook() {
  return {.key = key(any_key()), .received_at = number(20), .parked = chance(50), .payload = text()};
}

Event RandomChanges::event() {
  return {.number = ++last_event_, .at = number(100), .kind = text(), .subject = any_id(), .data = text()};
}

LedgerEntry RandomChanges::entry() {
  return {.number = ++last_entry_,
          .at = number(100),
          .stock = {any_sku(), location(static_cast<int>(number(kLocations)))},
          .kind = text(),
          .on_hand = number(9) - 4,
          .reserved = number(9) - 4,
          .committed = number(9) - 4,
          .reference = text(),
          .reason = text()};
}

}  // namespace aisle::shop
