#include "engine/index/dictionary/slot_table.hpp"

#include <algorithm>

namespace aisle::engine {

std::vector<std::uint32_t> build_slot_table(std::span<const std::uint64_t> hashes, bool newest_first) {
  const std::size_t count = hashes.size();
  std::vector<std::uint32_t> slots(std::bit_ceil(std::max<std::size_t>(2, count + count / 2 + 1)), 0);
  const std::uint32_t bits = SlotTable::id_bits(static_cast<std::uint32_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t number = newest_first ? count - 1 - i : i;
    std::size_t at = hashes[number] & (slots.size() - 1);
    while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = SlotTable::tag_of(hashes[number], bits) | (static_cast<std::uint32_t>(number) + 1);
  }
  return slots;
}

const char* find_slot_fault(std::span<const std::uint32_t> slots, std::uint32_t count) {
  if (!std::has_single_bit(slots.size())) return "number of slots is no power of two";
  const std::uint32_t id_mask = SlotTable::mask(SlotTable::id_bits(count));
  std::size_t empty = 0;
  for (const std::uint32_t slot : slots) {
    if (slot == 0) {
      ++empty;
    } else if ((slot & id_mask) == 0 || (slot & id_mask) > count) {
      return "slot names something that is not there";
    }
  }
  return empty > 0 ? nullptr : "no empty slot";
}

}  // namespace aisle::engine
