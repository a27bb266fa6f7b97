#pragma once
// A shop over SQLite in a directory, as the server has one, with a small catalog, hooks for killing it, and a log of all
// that it acknowledged.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/service/shop.hpp"
#include "tests/torture/ask.hpp"
#include "tests/torture/watched_store.hpp"

namespace aisle::torture {

struct TortureOptions {
  std::filesystem::path directory;
  std::int64_t skus = 16;
  std::int64_t opening_stock = 1'000'000;
  EpochMillis lease = 30 * shop::kMinute;
  std::int64_t checkpoint_pages = 100;  ///< few, so that short runs checkpoint
  EpochMillis wall_offset = 0;          ///< of the shop's wall clock from the machine's, when it is opened
  std::string kill_at;
  std::uint64_t kill_occurrence = 1;
  WatchedStoreOptions store;
};

/// One line on standard output, in one write: once it returns, whoever reads the pipe will see it, whatever happens here.
void log_line(std::string_view text);

/// The machine's clock, moved at will.
class MovableClock final : public Clock {
 public:
  EpochMillis now_ms() const override { return clock_.now_ms() + offset_.load(std::memory_order_relaxed); }
  void move_by(EpochMillis milliseconds) { offset_.fetch_add(milliseconds, std::memory_order_relaxed); }

 private:
  SystemClock clock_;
  std::atomic<EpochMillis> offset_ = 0;
};

/// Numbered products, "sku-0" onwards. Logs "oversold" should a publication ever say that less than nothing is left.
class NumberedCatalog final : public shop::CatalogPort {
 public:
  NumberedCatalog(const TortureOptions& options, KillPoints& points) : options_(options), points_(points) {}
  shop::ProductFacts look_up(std::string_view sku) const override;
  void publish(std::span<const shop::LiveProduct> products) override;

 private:
  const TortureOptions& options_;
  KillPoints& points_;
};

std::string sku_name(std::int64_t number);

/// The "id" member of an answer's body; null when there is none.
shop::Id id_in(const std::string& body);

/// Threads: as Shop, but for `open`.
class TortureShop {
 public:
  /// Logs "ready <milliseconds>", or "refused-to-open <message>" and gives nothing.
  static std::unique_ptr<TortureShop> open(TortureOptions options);

  shop::Shop& shop() { return *shop_; }
  const NumberedCatalog& catalog() const { return catalog_; }
  const TortureOptions& options() const { return options_; }
  KillPoints& points() { return points_; }
  MovableClock& wall() { return wall_; }

  /// Submits, logs "ack <key> <status> <hash of the body> <id in the body> <time>" on the writer's thread, then calls back.
  /// The time is CLOCK_MONOTONIC's, in nanoseconds.
  /// An answer that says "later" (503, 507, 409 in flight) is logged as "later <key> <status>".
  void submit(const Ask& ask, shop::Completion done);
  /// As a worker or timer would; not logged.
  shop::Answer call(shop::Command command);

 private:
  explicit TortureShop(TortureOptions options);

  const TortureOptions options_;
  KillPoints points_;
  NumberedCatalog catalog_;
  MovableClock wall_;
  shop::BootClock boot_;
  std::unique_ptr<shop::Shop> shop_;
};

/// True for an answer that promises nothing and asks to come again.
bool says_later(const shop::Answer& answer);

}  // namespace aisle::torture
