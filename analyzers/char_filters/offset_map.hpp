#pragma once
// From a place in filtered text back to the text before.

#include <cstdint>
#include <vector>

namespace aisle::analyzers {

/// The edits that a char filter made, in order; everything between them was copied. Offsets are bytes.
class OffsetMap {
 public:
  /// Input bytes [in_begin, in_end) became output bytes [out_begin, out_end).
  struct Edit {
    std::uint32_t in_begin, in_end, out_begin, out_end;
  };

  void clear() { edits_.clear(); }
  /// REQUIRES: behind all earlier edits.
  void add(Edit edit) { edits_.push_back(edit); }

  /// Where the output offset `offset` came from, as Lucene corrects offsets: within a replacement, byte by
  /// byte up to the last byte of what was replaced; at its end, behind it. A token's end is mapped the same
  /// way. The result may lie within a character; round it down. Takes time logarithmic in the number of
  /// edits.
  std::uint32_t to_input(std::uint32_t offset) const;

 private:
  std::vector<Edit> edits_;
};

}  // namespace aisle::analyzers
