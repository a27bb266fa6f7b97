#include "carts_orders/service/shop.hpp"

#include <utility>

namespace aisle::shop {

Shop::Shop(ShopOptions& options, std::unique_ptr<Store> store, CatalogPort& catalog)
    : store_(std::move(store)),
      snapshot_(store_->snapshot_read()),
      machine_(options.settings, *snapshot_, entropy_, options.capacities),
      reader_(machine_.tables(), snapshot_),
      runner_(machine_, *store_),
      publisher_(catalog),
      timers_(board_, *snapshot_, machine_.settings()) {}

Shop::~Shop() { close(); }

Result<std::unique_ptr<Shop>> Shop::open(ShopOptions options, std::unique_ptr<Store> store, CatalogPort& catalog,
                                         const Clock& wall, const BootClock& boot) {
  std::unique_ptr<Shop> shop(new Shop(options, std::move(store), catalog));
  if (Status started = shop->start(options, wall, boot); !started) return std::move(started).error();
  return shop;
}

// Searches learn first, then timers and workers, then those who wait.
Status Shop::start(ShopOptions& options, const Clock& wall, const BootClock& boot) {
  if (Status loaded = machine_.load(*store_); !loaded) return loaded;
  const Tables& tables = machine_.tables();
  publisher_.publish_all(tables);
  tables.of<Job>().for_each_committed([this](const auto& job) { board_.add(job); });
  tables.of<Reservation>().for_each_committed([this](const auto& reservation) { timers_.add(*reservation); });
  for (CommitObserver* observer : {static_cast<CommitObserver*>(&publisher_), static_cast<CommitObserver*>(&board_),
                                   static_cast<CommitObserver*>(&timers_), static_cast<CommitObserver*>(&waiters_)}) {
    runner_.add_observer(*observer);
  }
  for (CommitObserver* observer : options.observers) runner_.add_observer(*observer);
  clock_ = std::make_unique<ShopClock>(wall, boot, machine_.recorded_time());
  writer_ = std::make_unique<Writer>(runner_, timers_, *clock_, std::move(options.writer));
  return {};
}

bool Shop::enter(const Request& request) {
  if (!request.idempotency) return true;
  MutexLock lock(keys_mutex_);
  return keys_under_way_.insert(request.idempotency->key).second;
}

void Shop::leave(const std::string& key) {
  MutexLock lock(keys_mutex_);
  keys_under_way_.erase(key);
}

void Shop::submit(Request request, Completion done) {
  if (!enter(request)) {
    done(problem(409, "idempotency-in-flight",
                 "A request with this Idempotency-Key is being executed; retry to get its answer.")
             .with("Retry-After", "1"));
    return;
  }
  if (!request.idempotency) {
    writer_->submit(std::move(request), std::move(done));
    return;
  }
  auto leave_first = [this, key = request.idempotency->key, done = std::move(done)](Answer answer) {
    leave(key);
    done(std::move(answer));
  };
  writer_->submit(std::move(request), std::move(leave_first));
}

void Shop::close() {
  if (writer_) writer_->close();
  waiters_.wake_all();
}

}  // namespace aisle::shop
