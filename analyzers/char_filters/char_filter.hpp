#pragma once
// The interface of char filters: text in, text out, and how to find the way back.

#include <string>
#include <string_view>

#include "analyzers/char_filters/offset_map.hpp"

namespace aisle::analyzers {

/// Rewrites text before it is cut. Implementations are immutable and thread-safe.
class CharFilter {
 public:
  virtual ~CharFilter() = default;

  /// Appends what becomes of `text` to an empty `out`, with an edit in an empty `map` for every stretch that
  /// changed. REQUIRES: valid UTF-8; the result is valid UTF-8 as well.
  virtual void filter(std::string_view text, std::string& out, OffsetMap& map) const = 0;
};

}  // namespace aisle::analyzers
