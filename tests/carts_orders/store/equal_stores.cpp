#include "tests/carts_orders/store/equal_stores.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "carts_orders/store/field_bytes.hpp"
#include "tests/carts_orders/store/random_changes.hpp"

namespace aisle::shop {
namespace {

// Answers as bytes.
template <class Record>
std::string print(const Record& record) {
  return bytes_of(record);
}
template <class Record>
std::string print(const std::shared_ptr<const Record>& record) {
  return record ? "found " + print(*record) : "none";
}
std::string print(const Id& id) { return to_string(id); }
std::string print(const std::string& text) { return text; }
std::string print(std::int64_t number) { return std::to_string(number); }
template <class T>
std::string print(const std::vector<T>& list) {
  std::string printed = std::to_string(list.size()) + ":";
  for (const T& element : list) printed += print(element) + ";";
  return printed;
}

template <class Ask>
void expect_same(SnapshotReader& expected, SnapshotReader& actual, const char* question, Ask ask) {
  const auto wanted = ask(expected);
  const auto got = ask(actual);
  ASSERT_TRUE(wanted.ok()) << wanted.error().message;
  ASSERT_TRUE(got.ok()) << got.error().message;
  EXPECT_EQ(print(*wanted), print(*got)) << question;
}

#define EXPECT_SAME(question) expect_same(expected, actual, #question, [&](SnapshotReader& reader) { return reader.question; })

void ask_for_keys(SnapshotReader& expected, SnapshotReader& actual) {
  for (int at = 0; at <= RandomChanges::kKeys; ++at) {
    const Id id = RandomChanges::id(at);
    const std::string sku = RandomChanges::sku(at);
    const std::string key = RandomChanges::key(at);
    for (int place = 0; place < RandomChanges::kLocations; ++place) EXPECT_SAME(find({sku, RandomChanges::location(place)}));
    EXPECT_SAME(find_price(sku));
    EXPECT_SAME(find_reservation(id));
    EXPECT_SAME(find_cart(id));
    EXPECT_SAME(find_cart_owner(RandomChanges::owner(at)));
    EXPECT_SAME(find_order(id));
    EXPECT_SAME(find_intent(key));
    EXPECT_SAME(find_job(at));
    EXPECT_SAME(find_answer(key));
    EXPECT_SAME(find_webhook(key));
    EXPECT_SAME(find_meta(key));
    EXPECT_SAME(stock_of(sku));
    EXPECT_SAME(events_of(id, 1000));
    EXPECT_SAME(ledger_of(sku, at, 5));
  }
}

void ask_for_lists(SnapshotReader& expected, SnapshotReader& actual) {
  for (int owner = 0; owner <= RandomChanges::kOwners; ++owner) {
    EXPECT_SAME(orders_of(RandomChanges::owner(owner), {}, 1000));
    EXPECT_SAME(orders_of(RandomChanges::owner(owner), RandomChanges::id(20), 3));
    EXPECT_SAME(dead_jobs(RandomChanges::key(owner), 1000));
    EXPECT_SAME(dead_jobs(RandomChanges::key(owner), 2));
  }
  EXPECT_SAME(first_event());
  EXPECT_SAME(events_after(0, 7));
  EXPECT_SAME(events_after(11, 1000));
  for (const std::size_t limit : {std::size_t{0}, std::size_t{3}, ~std::size_t{0}}) {
    EXPECT_SAME(carts_due(10, limit));
    EXPECT_SAME(answers_due(10, limit));
    EXPECT_SAME(webhooks_received_before(10, limit));
    EXPECT_SAME(parked_webhooks(limit));
  }
}

/// What a store loads, in an order of its own.
std::multiset<std::string> load(Store& store) {
  std::multiset<std::string> loaded;
  const auto take = [&loaded](const auto& record) { loaded.insert(print(record)); };
  const auto counters = store.load({take, take, take, take, take});
  EXPECT_TRUE(counters.ok());
  if (counters) {
    loaded.insert("events " + std::to_string(counters->last_event) + " ledger " + std::to_string(counters->last_ledger_entry) +
                  " jobs " + std::to_string(counters->last_job));
  }
  return loaded;
}

}  // namespace

void expect_equal_answers(SnapshotReader& expected, SnapshotReader& actual) {
  ask_for_keys(expected, actual);
  ask_for_lists(expected, actual);
}

void expect_equal_loads(Store& expected, Store& actual) { EXPECT_EQ(load(expected), load(actual)); }

}  // namespace aisle::shop
