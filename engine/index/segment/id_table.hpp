#pragma once
// Here is an id: which document? And the way back.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/dictionary/slot_table.hpp"
#include "engine/index/segment/segment_image.hpp"

namespace aisle::engine {

/// Views a segment's image. Any thread may read. Where an id occurs twice (a document was replaced before the segment
/// was sealed), the newest is found.
class IdTable {
 public:
  static Result<IdTable> open(const SectionTable& sections, ImageTrust trust);

  std::string_view id(DocId doc) const {
    const std::uint64_t begin = offsets_[index_of(doc)];
    return {reinterpret_cast<const char*>(bytes_.data()) + begin, offsets_[index_of(doc) + 1] - begin};
  }
  std::optional<DocId> find(std::string_view id) const;
  /// Asks for what a look-up of an id with this hash will read first.
  void prefetch(std::uint64_t hash) const { slots_.prefetch(hash); }
  /// The newest that `accept(doc)` takes: where an id occurs twice, the newest need not be the living one (a document
  /// whose condition failed after it was inverted).
  /// `hash` is hash64 of the id.
  template <class Accept>
  std::optional<DocId> find_if(std::string_view wanted, std::uint64_t hash, Accept&& accept) const {
    const std::uint32_t found = slots_.find(hash, [&](std::uint32_t doc) {
      return id(DocId{doc}) == wanted && accept(DocId{doc});
    });
    return found == SlotTable::kNotFound ? std::nullopt : std::optional(DocId{found});
  }

 private:
  std::span<const std::uint64_t> offsets_;
  std::span<const std::byte> bytes_;
  SlotTable slots_;
};

/// Gathers ids in document order and writes their sections.
class IdTableWriter {
 public:
  void add(std::string_view id);
  void write(ImageWriter& image) const;

 private:
  std::vector<std::uint64_t> offsets_{0};
  std::vector<std::byte> bytes_;
  std::vector<std::uint64_t> hashes_;
};

}  // namespace aisle::engine
