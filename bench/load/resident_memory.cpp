#include "bench/load/resident_memory.hpp"

#include <fstream>
#include <string>

namespace aisle::bench {

ResidentMemory resident_memory() {
  ResidentMemory memory;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) memory.now = std::stoull(line.substr(6)) * 1024;
    if (line.starts_with("VmHWM:")) memory.peak = std::stoull(line.substr(6)) * 1024;
    if (line.starts_with("RssAnon:")) memory.anonymous = std::stoull(line.substr(8)) * 1024;
  }
  return memory;
}

}  // namespace aisle::bench
