#include "engine/index/segment/term_log.hpp"

namespace aisle::engine {

std::size_t TermLog::memory_bytes() const {
  return terms_.memory_bytes() + runs_.size() * sizeof(Run) + occurrences_.size() * 4 + positions_.size() * 4;
}

void TermLog::clear() {
  terms_.clear();
  runs_.clear();
  occurrences_.clear();
  positions_.clear();
}

}  // namespace aisle::engine
