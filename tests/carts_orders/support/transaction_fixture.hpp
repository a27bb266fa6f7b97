#pragma once
// A transaction to call moves and helpers on directly, without a command around them.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "carts_orders/machine/transaction.hpp"
#include "carts_orders/testing/memory_store.hpp"

namespace aisle::shop {

/// One batch that is never committed, unless asked. Every call of `tx` after `advance` is at the new time.
class MoveBench {
 public:
  explicit MoveBench(ShopSettings settings = {}, std::uint64_t seed = 1)
      : settings_(std::move(settings)), entropy_(seed), reader_(store_.snapshot_read()), tables_(*reader_) {
    advance(0);
  }

  void product(const std::string& sku, std::int64_t price_minor, std::int64_t stock) {
    ProductFacts facts{.sku = sku, .exists = true, .title = "The " + sku, .price = {}, .opening_stock = stock};
    facts.price = Money{price_minor, settings_.currency};
    request_.products.push_back(std::move(facts));
  }
  void advance(EpochMillis time) {
    now_ += time;
    tx_.emplace(tables_, entropy_, settings_, request_, now_);
  }

  Transaction& tx() { return *tx_; }
  const ShopSettings& settings() const { return settings_; }
  void mark() { tables_.mark(); }
  void undo() { tables_.undo(); }
  void commit() {
    tables_.collect();
    tables_.commit();
  }
  void discard() { tables_.discard(); }

  /// All zero for a product that nobody touched.
  Stock stock(const std::string& sku) {
    const auto record = tables_.of<Stock>().find({.sku = sku});
    return record ? *record : Stock{};
  }
  std::vector<std::string> ledger_kinds() const { return kinds_of(tables_.ledger); }
  std::vector<std::string> event_kinds() const { return kinds_of(tables_.events); }
  std::vector<std::string> job_kinds() {
    std::vector<std::string> kinds;
    for (std::int64_t number = 1; number <= tables_.counters.last_job; ++number) {
      if (const auto job = tables_.of<Job>().find(number)) kinds.push_back(job->kind);
    }
    return kinds;
  }
  const std::vector<LedgerEntry>& ledger() const { return tables_.ledger; }

 private:
  template <class List>
  static std::vector<std::string> kinds_of(const List& list) {
    std::vector<std::string> kinds;
    for (const auto& item : list) kinds.push_back(item.kind);
    return kinds;
  }

  ShopSettings settings_;
  SeededEntropy entropy_;
  MemoryStore store_;
  std::shared_ptr<SnapshotReader> reader_;
  Tables tables_;
  Request request_;
  EpochMillis now_ = 1'795'348'800'000;
  std::optional<Transaction> tx_;
};

}  // namespace aisle::shop
