#include "analyzers/char_filters/offset_map.hpp"

#include <algorithm>

namespace aisle::analyzers {

std::uint32_t OffsetMap::to_input(std::uint32_t offset) const {
  // The last edit that begins at or before the offset; among edits at one place, the last.
  auto behind = std::upper_bound(edits_.begin(), edits_.end(), offset,
                                 [](std::uint32_t at, const Edit& edit) { return at < edit.out_begin; });
  if (behind == edits_.begin()) return offset;
  const Edit& edit = *std::prev(behind);
  if (offset >= edit.out_end) return edit.in_end + (offset - edit.out_end);
  const std::uint32_t last = edit.in_end > edit.in_begin ? edit.in_end - 1 : edit.in_begin;
  return std::min(edit.in_begin + (offset - edit.out_begin), last);
}

}  // namespace aisle::analyzers
