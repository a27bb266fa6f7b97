#include "tests/torture/expiry_storm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "tests/torture/shopper.hpp"

namespace aisle::torture {
namespace {

using namespace aisle::shop;

constexpr EpochMillis kLatest = 1'000;

class Samples {
 public:
  void add(EpochMillis value) {
    MutexLock lock(mutex_);
    values_.push_back(value);
  }
  std::size_t count() const {
    MutexLock lock(mutex_);
    return values_.size();
  }
  /// REQUIRES: not empty.
  EpochMillis at(double share) const {
    MutexLock lock(mutex_);
    std::vector<EpochMillis> sorted = values_;
    std::ranges::sort(sorted);
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
  }
  void log(std::string_view name) const {
    if (count() > 0) log_line(fmt::format("{} {} {} {} {}", name, at(0.5), at(0.99), at(1), count()));
  }

 private:
  mutable Mutex mutex_;
  std::vector<EpochMillis> values_ AISLE_GUARDED_BY(mutex_);
};

/// One unit of some SKU, held until about `end`.
void hold(TortureShop& torture, std::int64_t number, EpochMillis end, std::atomic<std::int64_t>& open) {
  const EpochMillis lease = end + number % 1000 - torture.wall().now_ms();
  Request request{.principal = {.kind = Principal::Kind::internal}, .command = {}};
  const std::string sku = sku_name(number % torture.options().skus);
  request.command = InventoryCommand{Reserve{.lines = {{.stock = {.sku = sku}, .quantity = 1}}, .lease = lease, .owner = "storm"}};
  request.products.push_back(torture.catalog().look_up(sku));
  torture.shop().submit(std::move(request), [&open](const Answer& answer) {
    if (answer.failed()) log_line("broken a hold was refused: " + answer.body);
    --open;
  });
}

void hold_all(TortureShop& torture, const ExpiryStormOptions& options, EpochMillis end) {
  std::atomic<std::int64_t> open = 0;
  for (std::int64_t i = 0; i < options.holds; ++i) {
    while (open >= 1000) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++open;
    hold(torture, i, end, open);
  }
  while (open > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

/// Asks for a unit and gives it back, again and again.
void keep_buying(TortureShop& torture, const ExpiryStormOptions& options, std::int64_t client, Samples& latencies, const std::atomic<bool>& stop) {
  for (std::int64_t i = 0; !stop; ++i) {
    const Stopwatch watch;
    const std::string sku = sku_name((client + i) % torture.options().skus);
    const Answer held = torture.call(InventoryCommand{Reserve{.lines = {{.stock = {.sku = sku}, .quantity = 1}}, .owner = "buyer"}});
    if (!held.failed()) torture.call(InventoryCommand{CommitReservation{id_in(held.body)}});
    latencies.add(watch.elapsed_us() / 1000);
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + (i * 7 + static_cast<std::int64_t>(options.seed)) % 20));
  }
}

}  // namespace

int run_expiry_storm(TortureOptions options, const ExpiryStormOptions& storm) {
  Samples lags;
  Samples latencies;
  const SystemClock clock;
  options.store.committed = [&](const ChangeSet& changes) {
    for (const auto& reservation : changes.of<Reservation>().upserts) {
      if (reservation->state == ReservationState::expired) lags.add(clock.now_ms() - reservation->expires_at);
    }
  };
  const auto torture = TortureShop::open(std::move(options));
  if (!torture) return 1;
  const EpochMillis end = torture->wall().now_ms() + storm.until;
  hold_all(*torture, storm, end);
  const EpochMillis left = end - torture->wall().now_ms();
  log_line(fmt::format("held {} {}", storm.holds, left));
  if (left < 0) {
    log_line("broken holding took longer than the leases");
    return 3;
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(std::max<EpochMillis>(left - 500, 0)));
  std::atomic<bool> stop = false;
  std::vector<std::thread> clients;
  for (std::int64_t i = 0; i < storm.clients; ++i) clients.emplace_back([&, i] { keep_buying(*torture, storm, i, latencies, stop); });
  const auto count = static_cast<std::size_t>(storm.holds);
  for (int tenths = 0; tenths < 150 && lags.count() < count; ++tenths) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  stop = true;
  for (std::thread& client : clients) client.join();
  torture->shop().close();
  lags.log("lag");
  latencies.log("latency");
  if (lags.count() != count) log_line(fmt::format("broken {} of {} holds were released", lags.count(), count));
  const bool in_time = lags.count() == count && lags.at(0.99) <= kLatest && lags.at(0) >= 0;
  if (!in_time) log_line("broken holds were not released in time");
  return in_time ? 0 : 3;
}

}  // namespace aisle::torture
