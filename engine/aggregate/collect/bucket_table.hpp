#pragma once
// The buckets of one node: (owner, key) -> a number, and how many documents each has.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"
#include "engine/aggregate/collect/budget.hpp"

namespace aisle::engine {

/// Numbers are given out from 0 in order of first sight. When the request's budget of held buckets is spent, further
/// keys fall into bucket 0 and the budget says so: the request fails in the end, in bounded memory.
class BucketTable {
 public:
  explicit BucketTable(BucketBudget& held) : held_(held) {}

  std::uint32_t find_or_add(std::uint32_t owner, std::uint64_t key) {
    if (owner == last_owner_ && key == last_key_ && !counts_.empty()) return last_bucket_;
    const auto [found, is_new] = numbers_.try_emplace({owner, key}, static_cast<std::uint32_t>(counts_.size()));
    if (is_new) {
      if (!held_.take(1) && !counts_.empty()) {
        numbers_.erase(found);
        return 0;
      }
      owners_.push_back(owner);
      keys_.push_back(key);
      counts_.push_back(0);
    }
    last_owner_ = owner;
    last_key_ = key;
    last_bucket_ = found->second;
    return last_bucket_;
  }
  void add(std::uint32_t bucket, std::uint64_t docs) { counts_[bucket] += docs; }

  std::size_t size() const { return counts_.size(); }
  std::uint64_t key(std::uint32_t bucket) const { return keys_[bucket]; }
  std::uint64_t count(std::uint32_t bucket) const { return counts_[bucket]; }

  /// Sorts bucket numbers by owner, so that of_owner() can be asked.
  void group_by_owner() {
    std::uint32_t owner_count = 0;
    for (const std::uint32_t owner : owners_) owner_count = owner >= owner_count ? owner + 1 : owner_count;
    first_.assign(owner_count + 1, 0);
    for (const std::uint32_t owner : owners_) ++first_[owner + 1];
    for (std::uint32_t i = 0; i < owner_count; ++i) first_[i + 1] += first_[i];
    grouped_.resize(owners_.size());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t bucket = 0; bucket < owners_.size(); ++bucket) grouped_[next[owners_[bucket]]++] = bucket;
  }
  std::span<const std::uint32_t> of_owner(std::uint32_t owner) const {
    if (first_.empty() || owner >= first_.size() - 1) return {};
    return std::span(grouped_).subspan(first_[owner], first_[owner + 1] - first_[owner]);
  }

 private:
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(const std::pair<std::uint32_t, std::uint64_t>& at) const {
      return mix64(at.second + 0x9E3779B97F4A7C15ULL * (at.first + 1ULL));
    }
  };
  BucketBudget& held_;
  boost::unordered_flat_map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t, Hash> numbers_;
  std::vector<std::uint32_t> owners_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint64_t> counts_;
  std::uint32_t last_owner_ = 0;
  std::uint64_t last_key_ = 0;
  std::uint32_t last_bucket_ = 0;
  std::vector<std::uint32_t> first_;    // per owner, into grouped_
  std::vector<std::uint32_t> grouped_;
};

}  // namespace aisle::engine
