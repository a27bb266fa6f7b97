#include "carts_orders/testing/memory_store.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace aisle::shop {
namespace {

template <class List>
void cut(List& list, std::size_t limit) {
  if (list.size() > limit) list.resize(limit);
}

/// Entries of a list that is sorted by number.
template <class Entry, class Wanted>
std::vector<Entry> entries_after(const std::vector<Entry>& list, std::int64_t after, std::size_t limit, Wanted wanted) {
  std::vector<Entry> found;
  auto at = std::upper_bound(list.begin(), list.end(), after, [](std::int64_t number, const Entry& entry) { return number < entry.number; });
  for (; at != list.end() && found.size() < limit; ++at) {
    if (wanted(*at)) found.push_back(*at);
  }
  return found;
}

/// Keys of the records for which `time_of` gives a time, the earliest first; ties by key.
template <class Record, class TimeOf>
std::vector<typename Record::Key> keys_by_time(const RecordMap<Record>& records, std::size_t limit, TimeOf time_of) {
  std::vector<std::pair<EpochMillis, typename Record::Key>> timed;
  for (const auto& [key, record] : records) {
    if (const std::optional<EpochMillis> time = time_of(*record)) timed.emplace_back(*time, key);
  }
  std::sort(timed.begin(), timed.end());
  cut(timed, limit);
  std::vector<typename Record::Key> keys;
  for (auto& entry : timed) keys.push_back(std::move(entry.second));
  return keys;
}

std::optional<EpochMillis> time_if(bool wanted, EpochMillis time) {
  return wanted ? std::optional(time) : std::nullopt;
}

}  // namespace

class MemoryStore::Reader final : public SnapshotReader {
  template <class Query>
  auto read(Query&& query) const {
    return committed_->read(std::forward<Query>(query));
  }
  template <class Record>
  Result<std::shared_ptr<const Record>> look_up(const typename Record::Key& key) const {
    return read([&](const ShopContents& contents) { return contents.find<Record>(key); });
  }

 public:
  explicit Reader(std::shared_ptr<const Committed> committed) : committed_(std::move(committed)) {}

  Result<std::shared_ptr<const Stock>> find(const StockKey& key) override { return look_up<Stock>(key); }
  Result<std::shared_ptr<const Price>> find_price(std::string_view sku) override { return look_up<Price>(std::string(sku)); }
  Result<std::shared_ptr<const Reservation>> find_reservation(const Id& id) override { return look_up<Reservation>(id); }
  Result<std::shared_ptr<const Cart>> find_cart(const Id& id) override { return look_up<Cart>(id); }
  Result<std::shared_ptr<const CartOwner>> find_cart_owner(std::string_view owner) override {
    return look_up<CartOwner>(std::string(owner));
  }
  Result<std::shared_ptr<const Order>> find_order(const Id& id) override { return look_up<Order>(id); }
  Result<std::shared_ptr<const Intent>> find_intent(std::string_view key) override { return look_up<Intent>(std::string(key)); }
  Result<std::shared_ptr<const Job>> find_job(std::int64_t number) override { return look_up<Job>(number); }
  Result<std::shared_ptr<const StoredAnswer>> find_answer(std::string_view key) override {
    return look_up<StoredAnswer>(std::string(key));
  }
  Result<std::shared_ptr<const WebhookEvent>> find_webhook(std::string_view key) override {
    return look_up<WebhookEvent>(std::string(key));
  }
  Result<std::shared_ptr<const Meta>> find_meta(std::string_view key) override { return look_up<Meta>(std::string(key)); }

  Result<std::vector<Stock>> stock_of(std::string_view sku) override {
    return read([&](const ShopContents& contents) {
      std::vector<Stock> found;
      const auto& stock = contents.of<Stock>();
      for (auto at = stock.lower_bound({std::string(sku), ""}); at != stock.end() && at->first.sku == sku; ++at) {
        found.push_back(*at->second);
      }
      return found;
    });
  }

  Result<std::vector<std::shared_ptr<const Order>>> orders_of(std::string_view owner, const Id& before,
                                                              std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      std::vector<std::shared_ptr<const Order>> found;
      const auto& orders = contents.of<Order>();
      auto at = before.is_null() ? orders.end() : orders.lower_bound(before);
      while (at != orders.begin() && found.size() < limit) {
        --at;
        if (at->second->owner == owner) found.push_back(at->second);
      }
      return found;
    });
  }

  Result<std::vector<Event>> events_after(std::int64_t after, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      return entries_after(contents.events, after, limit, [](const Event&) { return true; });
    });
  }
  Result<std::vector<Event>> events_of(const Id& subject, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      return entries_after(contents.events, 0, limit, [&](const Event& event) { return !subject.is_null() && event.subject == subject; });
    });
  }
  Result<std::int64_t> first_event() override {
    return read([](const ShopContents& contents) {
      return contents.events.empty() ? std::int64_t{1} : contents.events.front().number;
    });
  }
  Result<std::vector<LedgerEntry>> ledger_of(std::string_view sku, std::int64_t after, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      return entries_after(contents.ledger, after, limit, [&](const LedgerEntry& entry) { return entry.stock.sku == sku; });
    });
  }
  Result<std::vector<Job>> dead_jobs(std::string_view queue, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      std::vector<Job> found;
      for (const auto& [number, job] : contents.of<Job>()) {
        if (found.size() < limit && job->state == Job::State::dead && job->queue == queue) found.push_back(*job);
      }
      return found;
    });
  }
  Result<std::vector<Id>> carts_due(EpochMillis now, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      return keys_by_time<Cart>(contents.of<Cart>(), limit, [&](const Cart& cart) {
        return time_if(cart.state == CartState::active && cart.expires_at != 0 && cart.expires_at <= now, cart.expires_at);
      });
    });
  }
  Result<std::vector<std::string>> answers_due(EpochMillis now, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      return keys_by_time<StoredAnswer>(contents.of<StoredAnswer>(), limit, [&](const StoredAnswer& answer) {
        return time_if(answer.expires_at <= now, answer.expires_at);
      });
    });
  }
  Result<std::vector<std::string>> webhooks_received_before(EpochMillis time, std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      return keys_by_time<WebhookEvent>(contents.of<WebhookEvent>(), limit, [&](const WebhookEvent& event) {
        return time_if(event.received_at < time, event.received_at);
      });
    });
  }
  Result<std::vector<std::shared_ptr<const WebhookEvent>>> parked_webhooks(std::size_t limit) override {
    return read([&](const ShopContents& contents) {
      const auto keys = keys_by_time<WebhookEvent>(contents.of<WebhookEvent>(), limit, [](const WebhookEvent& event) {
        return time_if(event.parked, event.received_at);
      });
      std::vector<std::shared_ptr<const WebhookEvent>> found;
      for (const std::string& key : keys) found.push_back(contents.find<WebhookEvent>(key));
      return found;
    });
  }

 private:
  std::shared_ptr<const Committed> committed_;
};

void MemoryStore::Committed::apply(const std::vector<ChangeSet>& batch) {
  MutexLock lock(mutex_);
  for (const ChangeSet& changes : batch) contents_.apply(changes);
}

Result<StoreCounters> MemoryStore::load(const ResidentSink& sink) {
  const ShopContents& committed = contents();
  for (const auto& [key, stock] : committed.of<Stock>()) sink.stock(*stock);
  for (const auto& [key, price] : committed.of<Price>()) sink.price(*price);
  for (const auto& [key, reservation] : committed.of<Reservation>()) {
    if (reservation->state == ReservationState::pending) sink.pending_reservation(*reservation);
  }
  for (const auto& [key, job] : committed.of<Job>()) sink.job(*job);
  for (const auto& [key, meta] : committed.of<Meta>()) sink.meta(*meta);
  return StoreCounters{.last_event = committed.events.empty() ? 0 : committed.events.back().number,
                       .last_ledger_entry = committed.ledger.empty() ? 0 : committed.ledger.back().number,
                       .last_job = committed.last_job};
}

Status MemoryStore::broken() const {
  if (!broken_) return {};
  return Error(ErrorCode::unavailable, "The simulated device failed before; the process must stop.", "device_failed");
}

Status MemoryStore::begin_batch() {
  assert(!open_ && "a batch was begun within a batch");
  if (broken_) return broken();
  open_ = true;
  return {};
}

Status MemoryStore::apply(const ChangeSet& changes) {
  assert(open_ && "changes were applied outside a batch");
  if (broken_) return broken();
  batch_.push_back(changes);
  return {};
}

Status MemoryStore::commit_durable() {
  assert(open_ && "a commit without a batch");
  if (broken_) return broken();
  ++commits_;
  const CommitFault fault = faults_ ? faults_(commits_) : CommitFault::none;
  if (fault == CommitFault::none || fault == CommitFault::device_error_kept) committed_->apply(batch_);
  roll_back();
  switch (fault) {
    case CommitFault::none: return {};
    case CommitFault::disk_full:
      return Error(ErrorCode::resource_exhausted, "The simulated disk is full; nothing of the batch was written.", "disk_full");
    case CommitFault::device_error_lost:
    case CommitFault::device_error_kept: break;
  }
  broken_ = true;
  return Error(ErrorCode::unavailable, "The simulated device failed; whether the batch is on it is unknown.", "device_failed");
}

void MemoryStore::roll_back() {
  batch_.clear();
  open_ = false;
}

std::shared_ptr<SnapshotReader> MemoryStore::snapshot_read() { return std::make_shared<Reader>(committed_); }

Status MemoryStore::backup(const std::filesystem::path&, const BackupProgress&) {
  return Error(ErrorCode::failed_precondition, "A store in memory has no file to copy.");
}

void MemoryStore::crash() {
  roll_back();
  broken_ = false;
}

const ShopContents& MemoryStore::contents() const {
  // Only the writer's thread changes it, so that thread reads it without the lock.
  return *committed_->read([](const ShopContents& contents) { return &contents; });
}

}  // namespace aisle::shop
