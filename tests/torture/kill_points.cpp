#include "tests/torture/kill_points.hpp"

#include <csignal>
#include <unistd.h>

namespace aisle::torture {

void KillPoints::visit(std::string_view name) {
  MutexLock lock(mutex_);
  auto found = visits_.find(name);
  if (found == visits_.end()) found = visits_.emplace(name, 0).first;
  if (++found->second == occurrence_ && name == name_) kill(getpid(), SIGKILL);
}

std::map<std::string, std::uint64_t, std::less<>> KillPoints::visits() const {
  MutexLock lock(mutex_);
  return visits_;
}

}  // namespace aisle::torture
