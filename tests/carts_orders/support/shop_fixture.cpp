#include "tests/carts_orders/support/shop_fixture.hpp"

#include <charconv>
#include <utility>

#include "base/json/json_document.hpp"
#include "base/crypto/digest.hpp"

namespace aisle::shop {

Principal shopper(std::string subject) { return {Principal::Kind::shopper, std::move(subject), Role::none}; }
Principal anonymous() { return {}; }
Principal guest(std::string_view token) { return {Principal::Kind::guest, sha256_hex(token), Role::none}; }
Principal service(Role roles, std::string id) { return {Principal::Kind::service, std::move(id), roles}; }
Principal internal() { return {Principal::Kind::internal, {}, Role::none}; }

namespace {

std::optional<JsonValue> child(JsonValue value, std::string_view name) {
  if (!value.is_array()) return value.find(name);
  std::size_t index = 0;
  std::from_chars(name.data(), name.data() + name.size(), index);
  for (const JsonValue element : value.elements()) {
    if (index-- == 0) return element;
  }
  return std::nullopt;
}

}  // namespace

std::string member(std::string_view json, std::string_view path) {
  const Result<JsonDocument> document = JsonDocument::parse(json);
  if (!document) return "not JSON: " + std::string(json);
  std::optional<JsonValue> value = document->root();
  while (value && !path.empty()) {
    const std::size_t dot = path.find('.');
    value = child(*value, path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  if (!value) return {};
  return std::string(value->is_scalar() ? value->text() : value->raw());
}

std::string header(const Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) return value;
  }
  return {};
}

Id id_of(const Answer& answer) {
  const std::optional<Id> id = parse_id(member(answer, "id"));
  EXPECT_TRUE(id) << answer.status << ' ' << answer.body;
  return id.value_or(Id{});
}

TestShop::TestShop(ShopSettings settings, std::uint64_t seed) : settings_(std::move(settings)), entropy_(seed) { open(); }

void TestShop::product(const std::string& sku, std::int64_t price_minor, std::int64_t stock, std::string_view currency) {
  ProductFacts facts{.sku = sku, .exists = true, .title = "The " + sku, .price = {}, .opening_stock = stock};
  facts.price = Money{price_minor, *Currency::find(currency)};
  catalog_[sku] = std::move(facts);
}

void TestShop::unpriced_product(const std::string& sku, std::int64_t stock) {
  catalog_[sku] = {.sku = sku, .exists = true, .title = "The " + sku, .price = {}, .opening_stock = stock};
}

Answer TestShop::ask(const Principal& principal, Command command, std::optional<IdempotencyKey> idempotency) {
  Answer answer = execute(principal, std::move(command), std::move(idempotency));
  if (!batch_open_) commit();
  return answer;
}

void TestShop::in_one_batch(const std::function<void()>& requests) {
  batch_open_ = true;
  requests();
  batch_open_ = false;
  commit();
}

Answer TestShop::ask_in_vain(const Principal& principal, Command command) {
  Answer answer = execute(principal, std::move(command), {});
  machine_->collect();
  machine_->discard();
  return answer;
}

void TestShop::restart() {
  store_.crash();
  open();
}

Stock TestShop::stock(const std::string& sku, const std::string& location) const {
  if (const auto record = contents().find<Stock>({sku, location})) return *record;
  const auto product = catalog_.find(sku);
  const bool listed = product != catalog_.end() && location == kDefaultLocation;
  return {.key = {sku, location}, .on_hand = listed ? product->second.opening_stock : 0};
}

std::vector<std::string> TestShop::event_kinds(const Id& subject) const {
  std::vector<std::string> kinds;
  for (const Event& event : contents().events) {
    if (subject.is_null() || event.subject == subject) kinds.push_back(event.kind);
  }
  return kinds;
}

std::vector<std::string> TestShop::job_kinds() const {
  std::vector<std::string> kinds;
  for (const auto& [number, job] : contents().of<Job>()) kinds.push_back(job->kind);
  return kinds;
}

void TestShop::check_books() const {
  std::map<StockKey, Stock> ledger;
  for (const LedgerEntry& entry : contents().ledger) {
    Stock& sum = ledger[entry.stock];
    sum.on_hand += entry.on_hand;
    sum.reserved += entry.reserved;
    sum.committed += entry.committed;
  }
  std::map<StockKey, Stock> claims;
  for (const auto& [id, reservation] : contents().of<Reservation>()) {
    for (const ReservedLine& line : reservation->lines) {
      if (reservation->state == ReservationState::pending) claims[line.stock].reserved += line.quantity;
      if (reservation->state == ReservationState::committed) claims[line.stock].committed += line.quantity - line.shipped;
    }
  }
  for (const auto& [key, stock] : contents().of<Stock>()) {
    SCOPED_TRACE(key.sku + " at " + key.location);
    EXPECT_GE(stock->reserved, 0);
    EXPECT_GE(stock->committed, 0);
    EXPECT_GE(stock->available(), 0);
    EXPECT_EQ(stock->on_hand, ledger[key].on_hand);
    EXPECT_EQ(stock->reserved, ledger[key].reserved);
    EXPECT_EQ(stock->committed, ledger[key].committed);
    EXPECT_EQ(stock->reserved, claims[key].reserved);
    EXPECT_EQ(stock->committed, claims[key].committed);
  }
}

Answer TestShop::execute(const Principal& principal, Command command, std::optional<IdempotencyKey> idempotency) {
  Request request{.principal = principal, .command = std::move(command), .idempotency = std::move(idempotency), .products = {}, .request_id = {}};
  for (const auto& [sku, facts] : catalog_) request.products.push_back(facts);
  return machine_->execute(request, now_);
}

void TestShop::open() {
  reader_ = store_.snapshot_read();
  machine_ = std::make_unique<Machine>(settings_, *reader_, entropy_);
  ASSERT_TRUE(machine_->load(store_));
}

void TestShop::commit() {
  apply(machine_->collect());
  machine_->commit();
}

void TestShop::apply(const ChangeSet& changes) {
  ASSERT_TRUE(store_.begin_batch());
  ASSERT_TRUE(store_.apply(changes));
  ASSERT_TRUE(store_.commit_durable());
}

}  // namespace aisle::shop
