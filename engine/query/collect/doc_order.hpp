#pragma once
// Documents in the order of a key, in chunks: what lies in a range of keys is found, and read in order, without looking
// at the rest. A B+-tree of two levels, in effect.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace aisle::engine {

/// About four and a half bytes a document. A copy shares its chunks; changing a copy leaves the original as it is, so
/// that any thread may read what it was given. Not thread-safe by itself.
class DocOrder {
 public:
  struct Place {
    std::int64_t key = 0;
    std::uint32_t doc = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Chunk {
    Place first;                      ///< none of it comes before this, nor anything of later chunks
    std::vector<std::uint32_t> docs;  ///< increasing: what order they have among themselves, their keys say
  };
  using Chunks = std::vector<std::shared_ptr<const Chunk>>;
  /// The keys of documents as they are now.
  using KeysOf = std::function<void(std::span<const std::uint32_t> docs, std::int64_t* out)>;

  /// Sorts places whose documents increase already: a radix sort where keys lie within 2^32, as prices do.
  static void sort(std::vector<Place>& places);

  DocOrder() = default;
  /// REQUIRES: places increase. `end`: documents from there on are left out; nothing: there are no others.
  DocOrder(std::span<const Place> places, std::optional<Place> end);

  const Chunks& chunks() const { return chunks_; }
  /// The first chunk that may hold documents with this key or a later one.
  std::size_t chunk_with(std::int64_t key) const;
  const std::optional<Place>& end() const { return end_; }
  std::size_t size() const { return size_; }

  /// False, and nothing is changed, where the document is not at that place.
  bool remove(const Place& place);
  /// Nothing is done for places that are left out.
  void insert(const Place& place);
  /// Splits chunks that have grown. To be called after some inserts, with every document at the place of its key.
  void split_large_chunks(const KeysOf& keys_of);
  /// Whether changes left so many thin chunks that it is to be made anew.
  bool is_ragged() const;

  std::size_t memory_bytes() const;

 private:
  std::size_t chunk_of(const Place& place) const;

  Chunks chunks_;  ///< the first one's `first` comes before all places
  std::optional<Place> end_;
  std::size_t size_ = 0;
};

}  // namespace aisle::engine
