#pragma once
// (document, bucket) pairs on their way to a node's children.

#include <array>
#include <cstdint>

#include "engine/aggregate/collect/collector.hpp"

namespace aisle::engine {

/// Collects pairs of one window and hands them on when full; flush() before the window ends.
class SubBatch {
 public:
  explicit SubBatch(const Collector::List& subs) : subs_(subs) {}

  void push(MatchWindow& window, std::uint32_t doc, std::uint32_t bucket) {
    docs_[size_] = doc;
    buckets_[size_] = bucket;
    if (++size_ == kCapacity) flush(window);
  }
  void flush(MatchWindow& window) {
    if (size_ == 0) return;
    for (const auto& sub : subs_) {
      sub->collect(window, std::span(docs_).first(size_), std::span(buckets_).first(size_));
    }
    size_ = 0;
  }

 private:
  static constexpr std::size_t kCapacity = 2048;
  const Collector::List& subs_;
  std::size_t size_ = 0;
  std::array<std::uint32_t, kCapacity> docs_;
  std::array<std::uint32_t, kCapacity> buckets_;
};

}  // namespace aisle::engine
