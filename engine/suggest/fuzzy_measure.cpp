#include "engine/suggest/fuzzy_measure.hpp"

#include <algorithm>

namespace aisle::engine {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

FuzzyMeasure::FuzzyMeasure(const FuzzyPattern& pattern) : pattern_(pattern), all_(code_points(pattern.term)) {
  const std::size_t prefix = std::min<std::size_t>(pattern.prefix_length, all_.size());
  for (std::size_t i = 0, at = 0; i < prefix; ++i) {
    do {
      ++at;
    } while (at < pattern.term.size() && (static_cast<unsigned char>(pattern.term[at]) & 0xC0) == 0x80);
    prefix_bytes_ = at;
  }
  rest_ = all_.substr(prefix);
  if (!rest_.empty() && rest_.size() <= EditPattern::kMaxLength) bits_.emplace(rest_, pattern.transpositions);
}

std::uint32_t FuzzyMeasure::digits() const {
  return static_cast<std::uint32_t>(std::count_if(all_.begin(), all_.end(), is_digit));
}

void FuzzyMeasure::show(std::string_view word, bool is_ascii, BestMatches& best) const {
  if (!word.starts_with(prefix())) return;
  if (bits_ && is_ascii) {
    const std::uint32_t edits = bits_->distance_ascii(word.substr(prefix_bytes_));
    if (edits <= pattern_.max_edits) best.add(word, fuzzy_boost(edits, length(), word.size()));
    return;
  }
  const std::u32string points = code_points(word.substr(prefix_bytes_));
  const std::uint32_t edits = bits_ ? bits_->distance(points) : edit_distance(rest_, points, pattern_.transpositions);
  const std::size_t prefix_points = all_.size() - rest_.size();
  if (edits <= pattern_.max_edits) best.add(word, fuzzy_boost(edits, length(), prefix_points + points.size()));
}

}  // namespace aisle::engine
