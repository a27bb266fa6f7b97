#include "bench/store/order_changes.hpp"

#include <memory>
#include <string>
#include <utility>

namespace aisle::bench {
namespace {

using namespace shop;

const Currency kUsd = *Currency::find("USD");
constexpr const char* kAddress =
    R"({"name":"Ada Lovelace","street":"12 St James's Square","city":"London","postal_code":"SW1Y 4JH","country":"GB"})";

std::string sku_of(std::size_t at) { return "SKU-" + std::to_string(1'000'000 + at); }

OrderLine line_of(const std::string& sku) {
  return {.sku = sku, .title = "Running shoe, light and fast", .attributes = R"({"size":"42","color":"red"})", .quantity = 1, .unit_price = {7999, kUsd}, .total = {7999, kUsd}};
}

template <class Record>
void put(ChangeSet& changes, Record record) {
  changes.of<Record>().upserts.push_back(std::make_shared<const Record>(std::move(record)));
}

Order order_of(const Id& id, const Id& reservation, const std::string& owner, const std::string& a, const std::string& b, EpochMillis now) {
  Order order{.key = id, .state = OrderState::payment_pending, .owner = owner, .email = "ada@example.com", .shipping_address = kAddress};
  order.reservation = reservation;
  order.currency = kUsd;
  order.lines = {line_of(a), line_of(b)};
  order.adjustments = {{"shipping", "Standard", 490}};
  order.subtotal = 2 * 7999;
  order.total = order.subtotal + 490;
  order.payments = {{.provider = "test", .method = "card"}};
  order.created_at = order.updated_at = now;
  order.payment_due = now + 1'800'000;
  order.version = 3;
  return order;
}

StoredAnswer answer_of(std::string key, const Id& order, EpochMillis now) {
  std::string body = R"({"id":")" + to_string(order) + R"(","state":"payment_pending","version":3,"lines":[)";
  for (int at = 0; at < 2; ++at) body += R"({"sku":"SKU-1000001","title":"Running shoe, light and fast","quantity":1,"unit_price":{"amount":7999,"currency":"USD"}},)";
  body.back() = ']';
  body += R"(,"subtotal":{"amount":15998,"currency":"USD"},"total":{"amount":16488,"currency":"USD"}})";
  return {.key = std::move(key), .fingerprint = std::string(64, 'f'), .status = 202, .body = std::move(body), .headers = {{"ETag", "\"3\""}, {"Location", "/_shop/v1/orders/" + to_string(order)}}, .created_at = now, .expires_at = now + 259'200'000};
}

}  // namespace

ChangeSet OrderChanges::batch(std::size_t orders, bool finished) {
  ChangeSet changes;
  std::map<std::size_t, Stock> touched;
  now_ += 1;
  for (std::size_t at = 0; at < orders; ++at) add_order(changes, touched, finished);
  for (auto& [at, stock] : touched) {
    stock_[at] = stock;
    put(changes, std::move(stock));
  }
  return changes;
}

void OrderChanges::add_order(ChangeSet& changes, std::map<std::size_t, Stock>& touched, bool finished) {
  const Id order = new_id(entropy_, now_);
  const Id reservation = new_id(entropy_, now_);
  const std::string owner = "user:" + std::to_string(random_() % 100'000);
  const std::size_t first = random_() % (stock_.size() - 1);
  Reservation held{.key = reservation, .owner = "order:" + to_string(order), .created_at = now_, .expires_at = now_ + 1'800'000, .extendable_until = now_ + 3'600'000, .version = 1};
  for (const std::size_t at : {first, first + 1}) {
    Stock& stock = touched.try_emplace(at, stock_[at]).first->second;
    stock.key = {.sku = sku_of(at)};
    stock.on_hand += 1;
    if (!finished) stock.reserved += 1;
    stock.version += 1;
    held.lines.push_back({{sku_of(at)}, 1, 0});
    changes.ledger.push_back({.number = ++last_entry_, .at = now_, .stock = stock.key, .kind = "reserve", .reserved = 1, .reference = to_string(reservation)});
  }
  if (finished) held.state = ReservationState::fulfilled;
  put(changes, std::move(held));
  Order placed = order_of(order, reservation, owner, sku_of(first), sku_of(first + 1), now_);
  if (finished) placed.state = OrderState::delivered;
  put(changes, std::move(placed));
  put(changes, answer_of(random_hex(64), order, now_));
  if (!finished) add_jobs(changes, order);
  for (const char* kind : {"order.created", "order.reserved", "order.payment_pending"}) {
    const std::string data = R"({"order":")" + to_string(order) + R"(","version":1,"from":"created","to":"reserved"})";
    changes.events.push_back({.number = ++last_event_, .at = now_, .kind = kind, .subject = order, .data = data});
  }
}

void OrderChanges::add_jobs(ChangeSet& changes, const Id& order) {
  const std::string payload = R"({"order":")" + to_string(order) + R"(","attempt":1,"provider":"test","method":"card","amount":{"amount":16488,"currency":"USD"}})";
  put(changes, Job{.key = ++last_job_, .queue = "payment", .kind = "payment.create", .subject = order, .payload = payload, .run_at = now_, .created_at = now_});
  put(changes, Job{.key = ++last_job_, .queue = "timer", .kind = "order.payment_due", .subject = order, .run_at = now_ + 1'800'000, .created_at = now_});
}

std::string OrderChanges::random_hex(std::size_t digits) {
  std::string text;
  while (text.size() < digits) text += "0123456789abcdef"[random_() % 16];
  return text;
}

}  // namespace aisle::bench
