#include "loaders/synthetic/typo.hpp"

#include <array>
#include <cassert>
#include <string_view>
#include <utility>

namespace aisle::loaders {

namespace {

// QWERTY neighbours of a to z.
constexpr std::array<std::string_view, 26> kNeighbours = {
    "qsz", "vn", "xv", "sf", "wr", "dg", "fh", "gj", "uo", "hk", "jl", "ko", "n", "bm", "ip", "o", "wa",
    "et",  "ad", "ry", "yi", "cb", "qe", "zc", "tu", "x"};

void slip(std::string& word, Random& random) {
  const auto at = 1 + random.below(static_cast<std::uint32_t>(word.size() - 1));
  const char c = word[at];
  switch (random.below(4)) {
    case 0: word.erase(at, 1); return;
    case 1: word.insert(at, 1, c); return;
    case 2:
      if (c >= 'a' && c <= 'z') {
        const auto near = kNeighbours[static_cast<std::size_t>(c - 'a')];
        word[at] = near[random.below(static_cast<std::uint32_t>(near.size()))];
      }
      return;
    default:
      if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
  }
}

}  // namespace

std::string misspell(const std::string& word, Random& random) {
  assert(word.size() >= 4 && "a shorter word cannot lose letters and still be searched for");
  const int slips = word.size() >= 7 && random.chance(30) ? 2 : 1;
  for (int attempt = 0; attempt < 16; ++attempt) {
    std::string typed = word;
    for (int i = 0; i < slips; ++i) slip(typed, random);
    if (typed != word) return typed;
  }
  return word.substr(0, word.size() - 1);
}

}  // namespace aisle::loaders
