#pragma once
// What searches keep of one segment between requests: counts of facets and orders of documents that are asked for again
// and again. Never answers: what is kept tells of a set of documents, and is brought up to date before each use.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/mutex.hpp"

namespace aisle::engine {

/// Owned by a segment, shared with the same segment under a grown schema. Any thread may call anything. Holds at most
/// 24 bytes for each document of the segment; what was not used for longest goes first.
class SegmentCache {
 public:
  /// Something kept. Looks after its own locking.
  class Entry {
   public:
    virtual ~Entry() = default;
    virtual std::size_t memory_bytes() const = 0;
  };

  explicit SegmentCache(std::uint32_t doc_count);

  /// The entry, or null.
  std::shared_ptr<Entry> find(std::string_view key);
  /// True for a key that was asked for shortly before: worth keeping. Small segments never are.
  bool is_wanted(std::string_view key);
  /// Keeps the entry in place of one with the same key, unless it is larger than all the cache may hold.
  void put(std::string_view key, std::shared_ptr<Entry> entry);

  /// Keeps the last few different things it is given from going, so that entries may point at them weakly.
  void hold(std::shared_ptr<const void> shared);

  std::size_t memory_bytes() const;

 private:
  struct Slot {
    std::shared_ptr<Entry> entry;
    std::size_t bytes = 0;
    std::uint64_t last_use = 0;
  };
  void make_room(std::size_t bytes) AISLE_REQUIRES(mutex_);

  const std::size_t budget_;
  mutable Mutex mutex_;
  boost::unordered_flat_map<std::string, Slot> slots_ AISLE_GUARDED_BY(mutex_);
  std::size_t used_ AISLE_GUARDED_BY(mutex_) = 0;
  std::uint64_t uses_ AISLE_GUARDED_BY(mutex_) = 0;
  std::array<std::shared_ptr<const void>, 3> held_ AISLE_GUARDED_BY(mutex_);  ///< the last one first
  std::array<std::uint64_t, 1024> asked_ AISLE_GUARDED_BY(mutex_){};  ///< tags of four keys each, by hash
};

}  // namespace aisle::engine
