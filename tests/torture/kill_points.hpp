#pragma once
// Named moments of the shop's work at which the process can be told to die, as if somebody pulled the plug on it.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/mutex.hpp"

namespace aisle::torture {

/// Thread-safe.
class KillPoints {
 public:
  /// Dies at the `occurrence`th visit (from 1) of the point of that name; an empty name: never.
  KillPoints(std::string name, std::uint64_t occurrence) : name_(std::move(name)), occurrence_(occurrence) {}

  /// Counts the visit; does not return from the one that was chosen: SIGKILL.
  void visit(std::string_view name);
  /// How often each point was visited.
  std::map<std::string, std::uint64_t, std::less<>> visits() const;

 private:
  const std::string name_;
  const std::uint64_t occurrence_;
  mutable Mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> visits_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::torture
