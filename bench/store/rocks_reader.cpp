#include "bench/store/rocks_reader.hpp"

#include <cstring>
#include <limits>
#include <utility>

namespace aisle::bench {
namespace {

using namespace shop;

template <class Record>
using Found = Result<std::shared_ptr<const Record>>;

/// The number or id at a key's end, big-endian.
std::uint64_t word_at(std::string_view key, std::size_t from_end) {
  std::uint64_t value = 0;
  for (std::size_t at = key.size() - from_end; at < key.size() - from_end + 8; ++at) value = value << 8 | static_cast<unsigned char>(key[at]);
  return value;
}
std::int64_t number_at_end(std::string_view key) { return static_cast<std::int64_t>(word_at(key, 8) ^ (std::uint64_t{1} << 63)); }
Id id_at_end(std::string_view key) { return {word_at(key, 16), word_at(key, 8)}; }

class RocksReader final : public SnapshotReader {
 public:
  explicit RocksReader(std::shared_ptr<rocksdb::DB> db) : db_(std::move(db)) {}

  Found<Stock> find(const StockKey& key) override { return look_up<Stock>(key); }
  Found<Price> find_price(std::string_view sku) override { return look_up<Price>(std::string(sku)); }
  Found<Reservation> find_reservation(const Id& id) override { return look_up<Reservation>(id); }
  Found<Cart> find_cart(const Id& id) override { return look_up<Cart>(id); }
  Found<CartOwner> find_cart_owner(std::string_view owner) override { return look_up<CartOwner>(std::string(owner)); }
  Found<Order> find_order(const Id& id) override { return look_up<Order>(id); }
  Found<Intent> find_intent(std::string_view key) override { return look_up<Intent>(std::string(key)); }
  Found<Job> find_job(std::int64_t number) override { return look_up<Job>(number); }
  Found<StoredAnswer> find_answer(std::string_view key) override { return look_up<StoredAnswer>(std::string(key)); }
  Found<WebhookEvent> find_webhook(std::string_view key) override { return look_up<WebhookEvent>(std::string(key)); }
  Found<Meta> find_meta(std::string_view key) override { return look_up<Meta>(std::string(key)); }

  Result<std::vector<Stock>> stock_of(std::string_view sku) override {
    return values<Stock>(KeyWriter(kLetter<Stock>).text(sku).take(), std::numeric_limits<std::size_t>::max());
  }
  Result<std::vector<std::shared_ptr<const Order>>> orders_of(std::string_view owner, const Id& before, std::size_t limit) override {
    const std::string prefix = KeyWriter(kOrdersByOwner).text(owner).take();
    const std::string end = before.is_null() ? prefix + std::string(17, '\xff') : KeyWriter(kOrdersByOwner).text(owner).id(before).take();
    std::vector<std::shared_ptr<const Order>> found;
    const auto all = entries();
    for (all->SeekForPrev(end); found.size() < limit && all->Valid() && all->key().starts_with(prefix); all->Prev()) {
      if (all->key() == end) continue;  // older than `before`, not it
      auto order = look_up<Order>(id_at_end(all->key().ToStringView()));
      if (!order) return std::move(order).error();
      found.push_back(*std::move(order));
    }
    return found;
  }
  Result<std::vector<Event>> events_after(std::int64_t after, std::size_t limit) override {
    std::vector<Event> found;
    const auto all = entries();
    for (all->Seek(KeyWriter(kLetter<Event>).number(after + 1).take()); found.size() < limit && is_in(*all, kLetter<Event>); all->Next()) {
      auto event = decode<Event>(all->value().ToStringView());
      if (!event) return std::move(event).error();
      found.push_back(*std::move(event));
    }
    return found;
  }
  Result<std::vector<Event>> events_of(const Id& subject, std::size_t limit) override {
    return by_number<Event>(KeyWriter(kEventsBySubject).id(subject).take(), KeyWriter(kEventsBySubject).id(subject).take(), limit);
  }
  Result<std::int64_t> first_event() override {
    const auto events = events_after(0, 1);
    if (!events) return events.error();
    return events->empty() ? 1 : events->front().number;
  }
  Result<std::vector<LedgerEntry>> ledger_of(std::string_view sku, std::int64_t after, std::size_t limit) override {
    return by_number<LedgerEntry>(KeyWriter(kLedgerBySku).text(sku).take(), KeyWriter(kLedgerBySku).text(sku).number(after + 1).take(), limit);
  }
  Result<std::vector<Job>> dead_jobs(std::string_view queue, std::size_t limit) override {
    const std::string prefix = KeyWriter(kDeadJobs).text(queue).take();
    return by_number<Job>(prefix, prefix, limit);
  }
  Result<std::vector<Id>> carts_due(EpochMillis now, std::size_t limit) override {
    std::vector<Id> found;
    for_keys_until(kCartsByEnd, now + 1, limit, [&](std::string_view key) { found.push_back(id_at_end(key)); });
    return found;
  }
  Result<std::vector<std::string>> answers_due(EpochMillis now, std::size_t limit) override { return texts_until(kAnswersByEnd, now + 1, limit); }
  Result<std::vector<std::string>> webhooks_received_before(EpochMillis time, std::size_t limit) override {
    return texts_until(kWebhooksByTime, time, limit);
  }
  Result<std::vector<std::shared_ptr<const WebhookEvent>>> parked_webhooks(std::size_t limit) override {
    std::vector<std::shared_ptr<const WebhookEvent>> found;
    for (const std::string& key : texts_until(kParkedWebhooks, std::numeric_limits<std::int64_t>::max(), limit)) {
      auto event = look_up<WebhookEvent>(key);
      if (!event) return std::move(event).error();
      found.push_back(*std::move(event));
    }
    return found;
  }

 private:
  std::unique_ptr<rocksdb::Iterator> entries() { return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(rocksdb::ReadOptions())); }
  static bool is_in(const rocksdb::Iterator& at, char letter) { return at.Valid() && at.key()[0] == letter; }

  template <class Record>
  Found<Record> look_up(const typename Record::Key& key) {
    return read<Record>(*db_, key_of<Record>(key));
  }
  template <class Record>
  Result<std::vector<Record>> values(const std::string& prefix, std::size_t limit) {
    std::vector<Record> found;
    const auto all = entries();
    for (all->Seek(prefix); found.size() < limit && all->Valid() && all->key().starts_with(prefix); all->Next()) {
      auto record = decode<Record>(all->value().ToStringView());
      if (!record) return std::move(record).error();
      found.push_back(*std::move(record));
    }
    return found;
  }
  /// Records whose number ends the keys of an index.
  template <class Record>
  Result<std::vector<Record>> by_number(const std::string& prefix, const std::string& from, std::size_t limit) {
    std::vector<Record> found;
    const auto all = entries();
    for (all->Seek(from); found.size() < limit && all->Valid() && all->key().starts_with(prefix); all->Next()) {
      const auto record = read<Record>(*db_, KeyWriter(kLetter<Record>).number(number_at_end(all->key().ToStringView())).take());
      if (!record) return record.error();
      found.push_back(**record);
    }
    return found;
  }
  template <class Take>
  void for_keys_until(char letter, EpochMillis end, std::size_t limit, Take take) {
    const std::string stop = KeyWriter(letter).number(end).take();
    const auto all = entries();
    std::size_t taken = 0;
    for (all->Seek(std::string(1, letter)); taken < limit && is_in(*all, letter) && all->key().compare(stop) < 0; all->Next(), ++taken) {
      take(all->key().ToStringView());
    }
  }
  std::vector<std::string> texts_until(char letter, EpochMillis end, std::size_t limit) {
    std::vector<std::string> found;
    for_keys_until(letter, end, limit, [&](std::string_view key) { found.emplace_back(key.substr(9)); });
    return found;
  }

  std::shared_ptr<rocksdb::DB> db_;
};

}  // namespace

Error rocks_failure(const rocksdb::Status& status) {
  const std::string message = "RocksDB failed: " + status.ToString();
  if (status.IsNoSpace()) return {ErrorCode::resource_exhausted, message, "disk_full"};
  return {status.IsCorruption() ? ErrorCode::data_corrupt : ErrorCode::unavailable, message};
}

Error damaged(std::string_view table) { return {ErrorCode::data_corrupt, "A value of " + std::string(table) + " is not what was written."}; }

std::shared_ptr<SnapshotReader> make_rocks_reader(std::shared_ptr<rocksdb::DB> db) { return std::make_shared<RocksReader>(std::move(db)); }

}  // namespace aisle::bench
