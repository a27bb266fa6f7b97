#include "base/allocator/allocator.hpp"

#ifdef AISLE_JEMALLOC

#include <jemalloc/jemalloc.h>

#include <cstddef>

// Read by jemalloc before anything runs. Freed pages are given back after some seconds, by a thread of its own: what a load
// frees with one buffer it wants again with the next, and a fresh page costs 1.4 us.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true,dirty_decay_ms:5000,muzzy_decay_ms:0,metadata_thp:auto";
}

namespace aisle {
namespace {

std::uint64_t read_statistic(const char* name) {
  std::size_t value = 0;
  std::size_t size = sizeof value;
  return mallctl(name, &value, &size, nullptr, 0) == 0 ? value : 0;
}

}  // namespace

AllocatorMemory allocator_memory() {
  std::uint64_t epoch = 1;  // statistics are as of the last time that this was written
  std::size_t size = sizeof epoch;
  mallctl("epoch", &epoch, &size, &epoch, size);
  return {read_statistic("stats.allocated"), read_statistic("stats.resident"), read_statistic("stats.retained")};
}

}  // namespace aisle

#else

namespace aisle {

AllocatorMemory allocator_memory() { return {}; }

}  // namespace aisle

#endif
