#include "engine/query/collect/doc_order.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <utility>

namespace aisle::engine {
namespace {

constexpr std::size_t kChunk = 256;
constexpr DocOrder::Place kBeforeAll{std::numeric_limits<std::int64_t>::min(), 0};

std::shared_ptr<const DocOrder::Chunk> make_chunk(const DocOrder::Place& first, std::span<const DocOrder::Place> places) {
  auto chunk = std::make_shared<DocOrder::Chunk>();
  chunk->first = first;
  chunk->docs.reserve(places.size());
  for (const DocOrder::Place& place : places) chunk->docs.push_back(place.doc);
  std::sort(chunk->docs.begin(), chunk->docs.end());
  return chunk;
}

constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;

/// Sorts by one digit of key - least; places with equal ones keep their order.
void sort_by_digit(std::span<const DocOrder::Place> from, std::int64_t least, unsigned shift, DocOrder::Place* to) {
  const auto digit = [&](const DocOrder::Place& place) {
    return ((static_cast<std::uint64_t>(place.key) - static_cast<std::uint64_t>(least)) >> shift) % kDigits;
  };
  std::array<std::uint32_t, kDigits> next{};
  for (const DocOrder::Place& place : from) ++next[digit(place)];
  std::exclusive_scan(next.begin(), next.end(), next.begin(), 0U);
  for (const DocOrder::Place& place : from) to[next[digit(place)]++] = place;
}

}  // namespace

void DocOrder::sort(std::vector<Place>& places) {
  if (places.empty()) return;
  const auto [least, greatest] = std::minmax_element(places.begin(), places.end(),
                                                     [](const Place& a, const Place& b) { return a.key < b.key; });
  const std::int64_t first = least->key;
  const std::uint64_t span = static_cast<std::uint64_t>(greatest->key) - static_cast<std::uint64_t>(first);
  if (places.size() < kDigits || span >> 32 != 0) return std::sort(places.begin(), places.end());
  std::vector<Place> sorted(places.size());
  for (unsigned shift = 0; span >> shift != 0; shift += kDigitBits) {
    sort_by_digit(places, first, shift, sorted.data());
    places.swap(sorted);
  }
}

DocOrder::DocOrder(std::span<const Place> places, std::optional<Place> end) : end_(end), size_(places.size()) {
  chunks_.reserve((places.size() + kChunk - 1) / kChunk);
  for (; !places.empty(); places = places.subspan(std::min(kChunk, places.size()))) {
    chunks_.push_back(make_chunk(chunks_.empty() ? kBeforeAll : places.front(), places.first(std::min(kChunk, places.size()))));
  }
}

std::size_t DocOrder::chunk_with(std::int64_t key) const {
  const auto past = std::partition_point(chunks_.begin(), chunks_.end(),
                                         [&](const auto& chunk) { return chunk->first.key < key; });
  return past == chunks_.begin() ? 0 : static_cast<std::size_t>(past - chunks_.begin()) - 1;
}

std::size_t DocOrder::chunk_of(const Place& place) const {
  const auto past = std::partition_point(chunks_.begin(), chunks_.end(),
                                         [&](const auto& chunk) { return chunk->first <= place; });
  return past == chunks_.begin() ? 0 : static_cast<std::size_t>(past - chunks_.begin()) - 1;
}

bool DocOrder::remove(const Place& place) {
  if (end_ && place >= *end_) return true;
  if (chunks_.empty()) return false;
  std::shared_ptr<const Chunk>& chunk = chunks_[chunk_of(place)];
  const auto at = std::lower_bound(chunk->docs.begin(), chunk->docs.end(), place.doc);
  if (at == chunk->docs.end() || *at != place.doc) return false;
  auto changed = std::make_shared<Chunk>(*chunk);
  changed->docs.erase(changed->docs.begin() + (at - chunk->docs.begin()));
  chunk = std::move(changed);
  --size_;
  return true;
}

void DocOrder::insert(const Place& place) {
  if (end_ && place >= *end_) return;
  if (chunks_.empty()) chunks_.push_back(make_chunk(kBeforeAll, {}));
  std::shared_ptr<const Chunk>& chunk = chunks_[chunk_of(place)];
  auto changed = std::make_shared<Chunk>(*chunk);
  changed->docs.insert(std::lower_bound(changed->docs.begin(), changed->docs.end(), place.doc), place.doc);
  chunk = std::move(changed);
  ++size_;
}

void DocOrder::split_large_chunks(const KeysOf& keys_of) {
  const auto is_large = [](const auto& chunk) { return chunk->docs.size() > 2 * kChunk; };
  if (std::none_of(chunks_.begin(), chunks_.end(), is_large)) return;
  Chunks split;
  for (const auto& chunk : chunks_) {
    if (!is_large(chunk)) {
      split.push_back(chunk);
      continue;
    }
    std::vector<std::int64_t> keys(chunk->docs.size());
    keys_of(chunk->docs, keys.data());
    std::vector<Place> places(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) places[i] = {keys[i], chunk->docs[i]};
    std::sort(places.begin(), places.end());
    for (std::size_t at = 0; at < places.size(); at += kChunk) {
      const auto some = std::span(places).subspan(at, std::min(kChunk, places.size() - at));
      split.push_back(make_chunk(at == 0 ? chunk->first : some.front(), some));
    }
  }
  chunks_ = std::move(split);
}

bool DocOrder::is_ragged() const { return chunks_.size() > 8 + 4 * (size_ / kChunk); }

std::size_t DocOrder::memory_bytes() const {
  std::size_t total = sizeof *this + chunks_.capacity() * sizeof(chunks_[0]);
  for (const auto& chunk : chunks_) {
    total += sizeof(Chunk) + 2 * sizeof(void*) + chunk->docs.capacity() * sizeof(std::uint32_t);
  }
  return total;
}

}  // namespace aisle::engine
