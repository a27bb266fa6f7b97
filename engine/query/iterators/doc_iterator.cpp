#include "engine/query/iterators/doc_iterator.hpp"

#include <memory>

namespace aisle::engine {

void DocIterator::match(MatchRange& range) {
  const auto window = std::make_unique<Window>();
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    window->base = range.window_base(i);
    window->bits.clear();
    collect(*window, false);
    range.windows[i] |= window->bits;
  }
}

void DocIterator::keep_matches(MatchRange& range) {
  const auto window = std::make_unique<Window>();
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    if (!range.windows[i].any()) continue;
    window->base = range.window_base(i);
    window->bits = range.windows[i];
    refine(*window, false);
    range.windows[i] = window->bits;
  }
}

}  // namespace aisle::engine
