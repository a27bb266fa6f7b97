#include "engine/suggest/edit_distance.hpp"

#include <algorithm>
#include <cassert>

namespace aisle::engine {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// The length of the sequence that a lead byte announces; 0 for a byte that cannot lead.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

char32_t decode(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(utf8[at]);
  const std::size_t length = sequence_length(lead);
  if (length == 0 || at + length > utf8.size()) return ++at, kReplacement;
  char32_t c = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(utf8[at + i]);
    if ((next & 0xC0) != 0x80) return ++at, kReplacement;
    c = (c << 6) | (next & 0x3FU);
  }
  at += length;
  return c;
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) points.push_back(decode(utf8, at));
  return points;
}

std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, bool transpositions) {
  const std::size_t width = b.size() + 1;
  std::vector<std::uint32_t> rows(3 * width);  // of a's last two letters and the one at hand
  const auto cell = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return rows[(i % 3) * width + j]; };
  for (std::size_t j = 0; j < width; ++j) cell(0, j) = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    cell(i, 0) = static_cast<std::uint32_t>(i);
    for (std::size_t j = 1; j < width; ++j) {
      const std::uint32_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      std::uint32_t best = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + change});
      if (transpositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, cell(i - 2, j - 2) + 1);
      }
      cell(i, j) = best;
    }
  }
  return cell(a.size(), b.size());
}

EditPattern::EditPattern(std::u32string_view pattern, bool transpositions)
    : length_(static_cast<std::uint32_t>(pattern.size())), swaps_(transpositions ? ~std::uint64_t{0} : 0) {
  assert(!pattern.empty() && pattern.size() <= kMaxLength && "a pattern has one bit per letter of a word");
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (pattern[i] < ascii_.size()) {
      ascii_[pattern[i]] |= bit;
      continue;
    }
    const auto found = std::find_if(others_.begin(), others_.end(), [&](const auto& o) { return o.first == pattern[i]; });
    if (found == others_.end()) {
      others_.emplace_back(pattern[i], bit);
    } else {
      found->second |= bit;
    }
  }
}

std::uint64_t EditPattern::places_of(char32_t c) const {
  if (c < ascii_.size()) return ascii_[c];
  for (const auto& [other, places] : others_) {
    if (other == c) return places;
  }
  return 0;
}

template <class Places>
std::uint32_t EditPattern::run(std::size_t length, Places&& places) const {
  std::uint64_t vertical_up = ~std::uint64_t{0};
  std::uint64_t vertical_down = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t previous = 0;
  std::uint32_t distance = length_;
  const std::uint64_t last = std::uint64_t{1} << (length_ - 1);
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint64_t match = places(i);
    const std::uint64_t swapped = ((~diagonal & match) << 1) & previous & swaps_;
    diagonal = (((match & vertical_up) + vertical_up) ^ vertical_up) | match | vertical_down | swapped;
    std::uint64_t up = vertical_down | ~(diagonal | vertical_up);
    std::uint64_t down = diagonal & vertical_up;
    distance += (up & last) != 0 ? 1 : 0;
    distance -= (down & last) != 0 ? 1 : 0;
    up = (up << 1) | 1;
    down <<= 1;
    vertical_up = down | ~(diagonal | up);
    vertical_down = up & diagonal;
    previous = match;
  }
  return distance;
}

std::uint32_t EditPattern::distance(std::u32string_view word) const {
  return run(word.size(), [&](std::size_t i) { return places_of(word[i]); });
}

std::uint32_t EditPattern::distance_ascii(std::string_view word) const {
  return run(word.size(), [&](std::size_t i) { return ascii_[static_cast<unsigned char>(word[i])]; });
}

}  // namespace aisle::engine
