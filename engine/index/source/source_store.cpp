#include "engine/index/source/source_store.hpp"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <new>
#include <optional>
#include <stdexcept>

#include "base/bytes.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kFewestToCompress = 64;
constexpr std::size_t kDictionaryBytes = 32 << 10;
constexpr std::size_t kDictionaryTablesBytes = 4 << 10;  // more than the entropy tables take
constexpr std::uint32_t kTableSamples = 256;
constexpr std::size_t kMostSampleBytes = 16 << 10;  // of one document
constexpr int kLevel = 1;

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
};

ZSTD_DCtx* decompression_context() {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  if (context == nullptr) throw std::bad_alloc();
  return context.get();
}

/// The most that a frame of so many bytes can become: a zstd block has at least 3 bytes and gives at most 128 KiB.
std::uint64_t greatest_size(std::size_t frame_bytes) { return (std::uint64_t{frame_bytes} / 3 + 1) << 17; }

/// Compresses one document after the other against one dictionary.
class Compressor {
 public:
  explicit Compressor(std::span<const std::byte> dictionary)
      : context_(ZSTD_createCCtx()), dictionary_(ZSTD_createCDict(dictionary.data(), dictionary.size(), kLevel)) {
    if (context_ == nullptr || dictionary_ == nullptr) throw std::bad_alloc();
    // What a frame would repeat for every document is known already: its size, its dictionary, its checksum.
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_refCDict(context_.get(), dictionary_.get());
  }

  /// The stored form; valid until the next call.
  std::span<const std::byte> compress(const std::string& text) {
    buffer_.resize(sizeof(std::uint32_t) + ZSTD_compressBound(text.size()));
    const auto size = static_cast<std::uint32_t>(text.size());
    std::memcpy(buffer_.data(), &size, sizeof size);
    const std::size_t written = ZSTD_compress2(context_.get(), buffer_.data() + sizeof size,
                                               buffer_.size() - sizeof size, text.data(), text.size());
    if (ZSTD_isError(written) != 0) throw std::runtime_error("zstd failed to compress a document");
    return std::span<const std::byte>(buffer_).first(sizeof size + written);
  }

 private:
  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;
  std::unique_ptr<ZSTD_CDict, FreeContext> dictionary_;
  std::vector<std::byte> buffer_;
};

/// Bytes of documents spread evenly over the chunk. Begins with a byte that no zstd dictionary of its own begins
/// with, so that it is always taken as plain content.
std::string sample_content(std::uint32_t count, const SourceStoreWriter::Fetch& fetch) {
  std::string first;
  fetch(0, first);
  const auto wanted = static_cast<std::uint32_t>(kDictionaryBytes / std::max<std::size_t>(first.size(), 64) + 1);
  const std::uint32_t step = std::max(1U, count / std::min(wanted, count));
  std::string dictionary = "\n";
  std::string text;
  for (std::uint32_t i = 0; i < count && dictionary.size() < kDictionaryBytes; i += step) {
    text.clear();
    fetch(i, text);
    dictionary.append(text, 0, std::min(text.size(), kDictionaryBytes - dictionary.size()));
  }
  return dictionary;
}

/// The content with entropy tables that were counted over other documents of the chunk. Documents are too short to pay
/// for tables of their own: making them is half the time of compressing one and a third of that of reading it.
/// The content alone where zstd cannot count.
std::string with_entropy_tables(std::string content, std::uint32_t count, const SourceStoreWriter::Fetch& fetch) {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (std::uint32_t i = 1; i < count; i += std::max(1U, count / kTableSamples)) {
    const std::size_t before = samples.size();
    fetch(i, samples);
    samples.resize(std::min(samples.size(), before + kMostSampleBytes));
    sizes.push_back(samples.size() - before);
  }
  std::string dictionary(content.size() + kDictionaryTablesBytes, '\0');
  ZDICT_params_t parameters{};
  parameters.compressionLevel = kLevel;
  const std::size_t size =
      ZDICT_finalizeDictionary(dictionary.data(), dictionary.size(), content.data(), content.size(), samples.data(),
                               sizes.data(), static_cast<unsigned>(sizes.size()), parameters);
  if (ZDICT_isError(size) != 0) return content;
  dictionary.resize(size);
  return dictionary;
}

/// Tries some documents that the dictionary does not hold whole; false where little would be gained.
bool pays(std::uint32_t count, const SourceStoreWriter::Fetch& fetch, Compressor& compressor) {
  std::size_t before = 0;
  std::size_t after = 0;
  std::string text;
  for (std::uint32_t i = 1; i < count; i += std::max(1U, count / 16)) {
    text.clear();
    fetch(i, text);
    before += text.size();
    after += compressor.compress(text).size();
  }
  return after * 10 < before * 9;
}

}  // namespace

void SourceStore::FreeDictionary::operator()(ZSTD_DDict_s* dictionary) const { ZSTD_freeDDict(dictionary); }

Result<SourceStore> SourceStore::open(const SectionTable& sections, ImageTrust trust) {
  SourceStore store;
  const auto corrupt = [&](SectionKind kind, const char* what) { return sections.corrupt(kind, 0, what); };
  const auto chunks = sections.find(SectionKind::source_chunks);
  const auto offsets = sections.find(SectionKind::source_offsets);
  if (chunks.size() % sizeof(SourceChunk) != 0) return corrupt(SectionKind::source_chunks, "wrong size");
  const std::uint32_t doc_count = sections.header().doc_count;
  if (offsets.size() != (std::size_t{doc_count} + 1) * 8) return corrupt(SectionKind::source_offsets, "wrong size");
  store.chunks_ = section_array<SourceChunk>(chunks);
  store.offsets_ = section_array<std::uint64_t>(offsets);
  store.dictionaries_ = sections.find(SectionKind::source_dictionaries);
  store.bytes_ = sections.find(SectionKind::source_bytes);
  if (trust != ImageTrust::own) {
    if (const char* fault = store.find_fault(doc_count)) return corrupt(SectionKind::source_chunks, fault);
  }
  for (const SourceChunk& chunk : store.chunks_) {
    store.digested_.emplace_back();
    if (chunk.compressed == 0) continue;
    const auto dictionary = store.dictionary(chunk);
    store.digested_.back().reset(ZSTD_createDDict(dictionary.data(), dictionary.size()));
    if (store.digested_.back() == nullptr) return corrupt(SectionKind::source_dictionaries, "unusable dictionary");
  }
  return store;
}

const char* SourceStore::find_fault(std::uint32_t doc_count) const {
  if (doc_count > 0 && (chunks_.empty() || chunks_[0].first_doc != 0)) return "documents before the first chunk";
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    const SourceChunk& chunk = chunks_[i];
    if (chunk.dictionary_offset > dictionaries_.size() ||
        chunk.dictionary_size > dictionaries_.size() - chunk.dictionary_offset) {
      return "dictionary outside its section";
    }
    if (i > 0 && chunk.first_doc <= chunks_[i - 1].first_doc) return "chunks out of order";
  }
  if (offsets_.front() != 0 || offsets_.back() > bytes_.size()) return "offsets outside the section";
  if (!std::is_sorted(offsets_.begin(), offsets_.end())) return "offsets decrease";
  for (std::uint32_t doc = 0; doc < doc_count; ++doc) {
    const auto bytes = stored(DocId{doc});
    if (chunks_[chunk_of(DocId{doc})].compressed == 0) continue;
    if (bytes.size() < 4) return "document shorter than its size";
    const auto size = load<std::uint32_t>(bytes.data());
    if (size > kMaxSourceBytes || size > greatest_size(bytes.size() - 4)) return "impossible size of a document";
  }
  return nullptr;
}

std::size_t SourceStore::digested_bytes() const {
  std::size_t total = 0;
  for (const auto& dictionary : digested_) total += ZSTD_sizeof_DDict(dictionary.get());
  return total;
}

std::size_t SourceStore::chunk_of(DocId doc) const {
  const auto after = std::upper_bound(chunks_.begin(), chunks_.end(), index_of(doc),
                                      [](std::uint32_t wanted, const SourceChunk& chunk) { return wanted < chunk.first_doc; });
  return static_cast<std::size_t>(after - chunks_.begin()) - 1;
}

void SourceStore::append(DocId doc, std::string& out) const {
  const std::size_t chunk = chunk_of(doc);
  const auto bytes = stored(doc);
  if (chunks_[chunk].compressed == 0) {
    out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return;
  }
  const auto size = load<std::uint32_t>(bytes.data());
  const std::size_t before = out.size();
  out.resize(before + size);
  const auto frame = bytes.subspan(sizeof size);
  const std::size_t written = ZSTD_decompress_usingDDict(decompression_context(), out.data() + before, size,
                                                         frame.data(), frame.size(), digested_[chunk].get());
  if (ZSTD_isError(written) != 0 || written != size) {
    out.resize(before);
    throw std::runtime_error("the stored source of document " + std::to_string(index_of(doc)) + " does not decompress");
  }
}

SourceStoreWriter::SourceStoreWriter(ImageWriter& image) : image_(image) {
  image_.begin_section(SectionKind::source_bytes);
}

void SourceStoreWriter::begin_chunk(bool compressed, std::span<const std::byte> dictionary) {
  SourceChunk chunk;
  chunk.first_doc = static_cast<std::uint32_t>(offsets_.size() - 1);
  chunk.compressed = compressed ? 1 : 0;
  chunk.dictionary_offset = dictionaries_.size();
  chunk.dictionary_size = dictionary.size();
  chunks_.push_back(chunk);
  dictionaries_.insert(dictionaries_.end(), dictionary.begin(), dictionary.end());
}

void SourceStoreWriter::put(std::span<const std::byte> bytes) {
  image_.append(bytes);
  offsets_.push_back(image_.section_size());
}

void SourceStoreWriter::add_documents(std::uint32_t count, const Fetch& fetch) {
  if (count == 0) return;
  std::optional<Compressor> compressor;
  std::string dictionary;
  if (count >= kFewestToCompress) {
    dictionary = with_entropy_tables(sample_content(count, fetch), count, fetch);
    compressor.emplace(std::as_bytes(std::span(dictionary)));
    if (!pays(count, fetch, *compressor)) compressor.reset();
  }
  begin_chunk(compressor.has_value(), compressor ? std::as_bytes(std::span(dictionary)) : std::span<const std::byte>{});
  std::string text;
  for (std::uint32_t i = 0; i < count; ++i) {
    text.clear();
    fetch(i, text);
    put(compressor ? compressor->compress(text) : std::as_bytes(std::span(text)));
  }
}

void SourceStoreWriter::copy_documents(const SourceStore& from, const SourceChunk& chunk, std::span<const DocId> docs) {
  if (docs.empty()) return;
  begin_chunk(chunk.compressed != 0, from.dictionary(chunk));
  for (const DocId doc : docs) put(from.stored(doc));
}

void SourceStoreWriter::finish() {
  image_.end_section();
  image_.add_section(SectionKind::source_chunks, 0, std::span<const SourceChunk>(chunks_));
  image_.add_section(SectionKind::source_dictionaries, 0, std::span<const std::byte>(dictionaries_));
  image_.add_section(SectionKind::source_offsets, 0, std::span<const std::uint64_t>(offsets_));
}

}  // namespace aisle::engine
