#pragma once

#include <cstdint>

namespace aisle::bench {

/// This process's resident memory, in bytes: now, at its highest, and the part of it that no file backs.
struct ResidentMemory {
  std::uint64_t now = 0;
  std::uint64_t peak = 0;
  std::uint64_t anonymous = 0;
};
ResidentMemory resident_memory();

}  // namespace aisle::bench
