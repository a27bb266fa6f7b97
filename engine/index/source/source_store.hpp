#pragma once
// Here is a document: what do I show? The stored source, byte for byte.
//
// Each document is compressed by itself, so that fetching one costs one short decompression (about 2 us for a
// product), with zstd level 1 against a dictionary: sampled documents of the same chunk, which is what makes short
// documents compress at all, and entropy tables, which are too dear for each document to bring its own. A segment has one chunk per segment it was merged from, since merging copies
// compressed documents and dictionaries as they are.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/segment/segment_image.hpp"

struct ZSTD_DDict_s;

namespace aisle::engine {

/// Larger sources are refused by whoever accepts documents; a larger size in stored bytes is damage.
inline constexpr std::uint32_t kMaxSourceBytes = 256u << 20;

/// A run of documents that were compressed in the same way.
struct SourceChunk {
  std::uint32_t first_doc = 0;
  std::uint32_t compressed = 0;  ///< 0: the bytes as they are; 1: a 32-bit size, then a zstd frame
  std::uint64_t dictionary_offset = 0;
  std::uint64_t dictionary_size = 0;
};
static_assert(sizeof(SourceChunk) == 24);

/// Views a segment's image. Movable. Any thread may read.
class SourceStore {
 public:
  static Result<SourceStore> open(const SectionTable& sections, ImageTrust trust);

  /// Appends the document's source to `out`. Throws std::runtime_error where bytes that kept their checksum do not
  /// decompress.
  void append(DocId doc, std::string& out) const;

  std::span<const SourceChunk> chunks() const { return chunks_; }
  std::size_t chunk_of(DocId doc) const;
  std::span<const std::byte> dictionary(const SourceChunk& chunk) const {
    return dictionaries_.subspan(chunk.dictionary_offset, chunk.dictionary_size);
  }
  /// What the dictionaries take beside the image, ready for decompression.
  std::size_t digested_bytes() const;
  /// The document as it is stored.
  std::span<const std::byte> stored(DocId doc) const {
    return bytes_.subspan(offsets_[index_of(doc)], offsets_[index_of(doc) + 1] - offsets_[index_of(doc)]);
  }

 private:
  struct FreeDictionary {
    void operator()(ZSTD_DDict_s* dictionary) const;
  };
  const char* find_fault(std::uint32_t doc_count) const;

  std::span<const SourceChunk> chunks_;
  std::span<const std::byte> dictionaries_;
  std::span<const std::uint64_t> offsets_;
  std::span<const std::byte> bytes_;
  std::vector<std::unique_ptr<ZSTD_DDict_s, FreeDictionary>> digested_;  // beside chunks_; null for raw ones
};

/// Writes the source sections of an image; no other section may be written between construction and `finish`.
class SourceStoreWriter {
 public:
  explicit SourceStoreWriter(ImageWriter& image);

  /// Gives the i-th document of a chunk: appends its source to the string.
  using Fetch = std::function<void(std::uint32_t i, std::string& out)>;
  /// Adds `count` documents, compressed where that pays.
  void add_documents(std::uint32_t count, const Fetch& fetch);
  /// Adds documents of one compressed chunk of another store as they are.
  void copy_documents(const SourceStore& from, const SourceChunk& chunk, std::span<const DocId> docs);
  void finish();

 private:
  void begin_chunk(bool compressed, std::span<const std::byte> dictionary);
  void put(std::span<const std::byte> bytes);

  ImageWriter& image_;
  std::vector<SourceChunk> chunks_;
  std::vector<std::byte> dictionaries_;
  std::vector<std::uint64_t> offsets_{0};
};

}  // namespace aisle::engine
