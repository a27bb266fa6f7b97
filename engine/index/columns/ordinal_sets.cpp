#include "engine/index/columns/ordinal_sets.hpp"

#include <algorithm>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kMaxSets = 0xFFFF;
// With fewer documents than this for each combination, taking them apart costs as much as is saved.
constexpr std::size_t kDocumentsPerSet = 8;

struct BytesHash {
  using is_avalanching = void;
  std::size_t operator()(std::string_view bytes) const { return hash64(bytes); }
};

}  // namespace

OrdinalSets OrdinalSets::of(std::span<const std::uint32_t> offsets, const std::byte* values, std::size_t width) {
  OrdinalSets sets;
  const std::size_t docs = offsets.size() - 1;
  const std::size_t most = std::min(kMaxSets, docs / kDocumentsPerSet);
  boost::unordered_flat_map<std::string_view, std::uint16_t, BytesHash> numbers;
  sets.by_document_.reserve(docs);
  for (std::uint32_t doc = 0; doc < docs; ++doc) {
    const std::string_view bytes(reinterpret_cast<const char*>(values) + offsets[doc] * width,
                                 (offsets[doc + 1] - offsets[doc]) * width);
    const auto [found, is_new] = numbers.try_emplace(bytes, static_cast<std::uint16_t>(sets.examples_.size()));
    if (is_new) {
      if (sets.examples_.size() >= most) return {};
      sets.examples_.push_back(doc);
    }
    sets.by_document_.push_back(found->second);
  }
  return sets;
}

}  // namespace aisle::engine
