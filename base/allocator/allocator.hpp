#pragma once
// What the process's allocator holds. Linking this is what makes jemalloc the allocator.
//
// jemalloc with a background thread gives memory back within some seconds after large structures went, where glibc's
// malloc keeps most of it; and it keeps pages meanwhile, so that what is freed and allocated again during a load costs
// no page faults. Index images are not here: they are mapped by themselves (engine/index/segment/image_memory.hpp).

#include <cstdint>

namespace aisle {

/// In bytes; all 0 where the process runs on another allocator.
struct AllocatorMemory {
  std::uint64_t allocated = 0;  ///< asked for and not freed
  std::uint64_t resident = 0;   ///< physically held for it, the allocator's own records included
  std::uint64_t retained = 0;   ///< addresses kept without memory behind them
};

/// Takes some microseconds. Any thread.
AllocatorMemory allocator_memory();

}  // namespace aisle
