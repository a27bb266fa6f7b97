#include "tests/torture/failing_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace aisle::torture {
namespace {

/// Allocations until the one that fails; not positive: it is over, or was never asked for.
std::atomic<std::int64_t> left = 0;

bool fails() { return left.load(std::memory_order_relaxed) > 0 && left.fetch_sub(1, std::memory_order_relaxed) == 1; }

}  // namespace

void fail_allocation(std::int64_t number) { left = number; }

}  // namespace aisle::torture

void* operator new(std::size_t bytes) {
  void* memory = aisle::torture::fails() ? nullptr : std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
