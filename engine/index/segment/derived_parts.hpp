#pragma once
// What can be worked out from a segment and is worth keeping once somebody asked for it: layouts of a dictionary for
// other ways of searching, unions of posting lists. Not in the segment's file; made at the first use, gone with the
// segment.

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/mutex.hpp"

namespace aisle::engine {

/// One such structure. Immutable.
class DerivedPart {
 public:
  virtual ~DerivedPart() = default;
  virtual std::size_t memory_bytes() const = 0;
};

/// Which structure of a field; each kind has one type.
enum class DerivedKind : std::uint8_t { fuzzy_dictionary, completions, repeated_docs, prefix_unions };

/// All that was worked out for one segment. Thread-safe: two threads that ask for the same thing at once make it once,
/// and whoever asks for another does not wait.
class DerivedParts {
 public:
  /// The part, made by `make()`, a std::unique_ptr<T>, where there is none yet. Valid as long as this.
  template <class T, class Make>
  const T& get(DerivedKind kind, FieldId field, Make&& make) {
    Slot& slot = slot_of(kind, field);
    MutexLock lock(slot.mutex);
    if (slot.part == nullptr) slot.part = make();
    return static_cast<const T&>(*slot.part);
  }
  std::size_t memory_bytes() const {
    std::vector<Slot*> slots;
    {
      MutexLock lock(mutex_);
      for (const auto& [key, slot] : slots_) slots.push_back(slot.get());
    }
    std::size_t bytes = 0;
    for (Slot* slot : slots) {
      MutexLock lock(slot->mutex);
      if (slot->part != nullptr) bytes += slot->part->memory_bytes();
    }
    return bytes;
  }

 private:
  struct Slot {
    Mutex mutex;
    std::unique_ptr<const DerivedPart> part AISLE_GUARDED_BY(mutex);
  };
  Slot& slot_of(DerivedKind kind, FieldId field) {
    MutexLock lock(mutex_);
    std::unique_ptr<Slot>& slot = slots_[{kind, field}];
    if (slot == nullptr) slot = std::make_unique<Slot>();
    return *slot;
  }

  mutable Mutex mutex_;
  std::map<std::pair<DerivedKind, FieldId>, std::unique_ptr<Slot>> slots_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::engine
