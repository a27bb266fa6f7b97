#include "engine/index/segment/segment_cache.hpp"

#include <algorithm>
#include <utility>

#include "base/hash.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kBytesPerDocument = 24;
// Below this, counting anew takes some ten microseconds.
constexpr std::size_t kLeastBudget = kBytesPerDocument * 16'384;
constexpr std::size_t kSlotBytes = 128;  // of the table itself, about

}  // namespace

SegmentCache::SegmentCache(std::uint32_t doc_count) : budget_(kBytesPerDocument * doc_count) {}

std::shared_ptr<SegmentCache::Entry> SegmentCache::find(std::string_view key) {
  MutexLock lock(mutex_);
  const auto found = slots_.find(std::string(key));
  if (found == slots_.end()) return nullptr;
  found->second.last_use = ++uses_;
  return found->second.entry;
}

bool SegmentCache::is_wanted(std::string_view key) {
  if (budget_ < kLeastBudget) return false;
  constexpr unsigned kTagBits = 16;
  constexpr unsigned kTags = 64 / kTagBits;
  constexpr std::uint64_t kMask = (1U << kTagBits) - 1;
  const std::uint64_t hash = hash64(key);
  const std::uint64_t tag = (hash >> (64 - kTagBits)) | 1;
  MutexLock lock(mutex_);
  std::uint64_t& tags = asked_[hash % asked_.size()];
  unsigned place = static_cast<unsigned>(++uses_ % kTags);  // where all are taken any may go: keys asked for in turns
  for (unsigned i = 0; i < kTags; ++i) {
    const std::uint64_t held = (tags >> (i * kTagBits)) & kMask;
    if (held == 0) place = i;
    if (held != tag) continue;
    tags &= ~(kMask << (i * kTagBits));
    return true;
  }
  tags = (tags & ~(kMask << (place * kTagBits))) | (tag << (place * kTagBits));
  return false;
}

void SegmentCache::put(std::string_view key, std::shared_ptr<Entry> entry) {
  const std::size_t bytes = entry->memory_bytes() + key.size() + kSlotBytes;
  if (bytes > budget_) return;
  MutexLock lock(mutex_);
  if (const auto old = slots_.find(std::string(key)); old != slots_.end()) {
    used_ -= old->second.bytes;
    slots_.erase(old);
  }
  make_room(bytes);
  used_ += bytes;
  slots_.emplace(std::string(key), Slot{std::move(entry), bytes, ++uses_});
}

void SegmentCache::make_room(std::size_t bytes) {
  while (!slots_.empty() && used_ + bytes > budget_) {
    const auto oldest = std::min_element(slots_.begin(), slots_.end(), [](const auto& a, const auto& b) {
      return a.second.last_use < b.second.last_use;
    });
    used_ -= oldest->second.bytes;
    slots_.erase(oldest);
  }
}

void SegmentCache::hold(std::shared_ptr<const void> shared) {
  MutexLock lock(mutex_);
  if (shared == nullptr || std::find(held_.begin(), held_.end(), shared) != held_.end()) return;
  std::rotate(held_.begin(), held_.end() - 1, held_.end());
  held_.front().swap(shared);
}

std::size_t SegmentCache::memory_bytes() const {
  MutexLock lock(mutex_);
  return sizeof *this + used_;
}

}  // namespace aisle::engine
