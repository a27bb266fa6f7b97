#pragma once
// What one accepted order writes, as change sets: the work of the store's benchmark.
//
// An order changes two stock records and adds a reservation, the order itself (2 lines, address, one payment), the
// stored answer, two jobs, three events and two ledger entries: 12 rows. Stock is coalesced within a batch, as the
// state machine does it.

#include <cstdint>
#include <map>
#include <random>

#include "carts_orders/records/change_set.hpp"

namespace aisle::bench {

/// Reproducible from its seed; each call continues the numbers of the one before.
class OrderChanges {
 public:
  explicit OrderChanges(std::uint64_t seed, std::size_t skus = 10'000) : entropy_(seed), random_(seed), stock_(skus) {}

  /// `orders` orders as one batch.
  shop::ChangeSet batch(std::size_t orders) { return batch(orders, false); }
  /// Orders of the past: delivered, with nothing pending and no job left.
  shop::ChangeSet finished_batch(std::size_t orders) { return batch(orders, true); }
  static constexpr std::size_t kRowsPerOrder = 12;

 private:
  shop::ChangeSet batch(std::size_t orders, bool finished);
  void add_order(shop::ChangeSet& changes, std::map<std::size_t, shop::Stock>& touched, bool finished);
  void add_jobs(shop::ChangeSet& changes, const shop::Id& order);
  std::string random_hex(std::size_t digits);

  shop::SeededEntropy entropy_;
  std::mt19937_64 random_;
  std::vector<shop::Stock> stock_;
  EpochMillis now_ = 1'795'348'800'000;
  std::int64_t last_event_ = 0;
  std::int64_t last_entry_ = 0;
  std::int64_t last_job_ = 0;
};

}  // namespace aisle::bench
