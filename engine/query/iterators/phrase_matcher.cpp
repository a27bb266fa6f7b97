#include "engine/query/iterators/phrase_matcher.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace aisle::engine {

std::uint32_t exact_phrase_freq(std::span<const PhrasePositions> places) {
  std::uint32_t count = 0;
  // Starts are driven by the first place; the others only move forward.
  std::array<std::uint32_t, 64> small{};
  std::vector<std::uint32_t> large;
  std::span<std::uint32_t> next(small);
  if (places.size() > small.size()) {
    large.resize(places.size());
    next = large;
  }
  for (const std::uint32_t position : places[0].positions) {
    if (position < places[0].offset) continue;
    const std::uint32_t start = position - places[0].offset;
    bool all = true;
    for (std::size_t i = 1; i < places.size(); ++i) {
      const PhrasePositions& place = places[i];
      const std::uint32_t wanted = start + place.offset;
      std::uint32_t& at = next[i];
      while (at < place.positions.size() && place.positions[at] < wanted) ++at;
      if (at == place.positions.size()) return count;
      if (place.positions[at] != wanted) {
        all = false;
        break;
      }
    }
    count += all ? 1 : 0;
  }
  return count;
}

SloppyPhraseMatcher::SloppyPhraseMatcher(std::uint32_t slop, std::vector<int> groups, bool multi_term_repeats)
    : slop_(slop), multi_term_repeats_(multi_term_repeats) {
  places_.resize(groups.size());
  for (std::uint32_t i = 0; i < groups.size(); ++i) {
    places_[i].ordinal = i;
    places_[i].group = groups[i];
    if (groups[i] < 0) continue;
    const auto group = static_cast<std::size_t>(groups[i]);
    if (groups_.size() <= group) groups_.resize(group + 1);
    places_[i].index_in_group = static_cast<std::uint32_t>(groups_[group].size());
    groups_[group].push_back(i);
  }
}

float SloppyPhraseMatcher::freq(std::span<const PhrasePositions> places) {
  if (!start(places)) return 0.0F;
  float total = 0.0F;
  while (next_match()) total += 1.0F / (1.0F + static_cast<float>(match_length_));
  return total;
}

bool SloppyPhraseMatcher::start(std::span<const PhrasePositions> places) {
  end_ = std::numeric_limits<std::int64_t>::min();
  queue_.clear();
  for (std::size_t i = 0; i < places.size(); ++i) {
    Place& place = places_[i];
    place.positions = places[i].positions;
    place.offset = places[i].offset;
    place.next = 0;
    step(place);
  }
  if (!groups_.empty() && !separate_repeats()) return false;
  for (std::uint32_t i = 0; i < places_.size(); ++i) {
    end_ = std::max(end_, places_[i].position);
    push(i);
  }
  return positioned_ = true;
}

/// Moves places of one term apart, so that each begins at an occurrence of its own.
bool SloppyPhraseMatcher::separate_repeats() {
  for (std::vector<std::uint32_t>& group : groups_) {
    if (multi_term_repeats_) {
      if (!separate_multi_term_group(group)) return false;
      continue;
    }
    for (std::size_t j = 1; j < group.size(); ++j) {
      for (std::size_t k = 0; k < j; ++k) {
        if (!step(places_[group[j]])) return false;
      }
    }
  }
  return true;
}

bool SloppyPhraseMatcher::separate_multi_term_group(std::vector<std::uint32_t>& group) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    int other;
    while ((other = collision(places_[group[i]])) >= 0) {
      const std::uint32_t behind = lesser(group[i], group[static_cast<std::size_t>(other)]);
      if (!step(places_[behind])) return false;
      if (places_[behind].index_in_group < i) {
        i = 0;
        break;
      }
    }
  }
  return true;
}

bool SloppyPhraseMatcher::step(Place& place) {
  if (place.next >= place.positions.size()) return false;
  place.position = static_cast<std::int64_t>(place.positions[place.next++]) - place.offset;
  end_ = std::max(end_, place.position);
  return true;
}

int SloppyPhraseMatcher::collision(const Place& place) const {
  const std::int64_t at = place.position + place.offset;
  for (const std::uint32_t other : groups_[static_cast<std::size_t>(place.group)]) {
    const Place& candidate = places_[other];
    if (&candidate != &place && candidate.position + candidate.offset == at) {
      return static_cast<int>(candidate.index_in_group);
    }
  }
  return -1;
}

std::uint32_t SloppyPhraseMatcher::lesser(std::uint32_t a, std::uint32_t b) const {
  return std::tie(places_[a].position, places_[a].offset) < std::tie(places_[b].position, places_[b].offset) ? a : b;
}

bool SloppyPhraseMatcher::resolve_collisions(std::uint32_t place) {
  if (places_[place].group < 0) return true;
  const std::vector<std::uint32_t>& group = groups_[static_cast<std::size_t>(places_[place].group)];
  const std::uint32_t moving = place;
  std::vector<std::uint32_t> moved;
  int other;
  while ((other = collision(places_[place])) >= 0) {
    place = lesser(place, group[static_cast<std::size_t>(other)]);
    if (!step(places_[place])) return false;
    if (place != moving) moved.push_back(place);
  }
  if (moved.empty()) return true;
  std::sort(queue_.begin(), queue_.end(), [this](std::uint32_t a, std::uint32_t b) { return before(b, a); });
  return true;
}

bool SloppyPhraseMatcher::before(std::uint32_t a, std::uint32_t b) const {
  const Place& x = places_[a];
  const Place& y = places_[b];
  return std::tie(x.position, x.offset, x.ordinal) < std::tie(y.position, y.offset, y.ordinal);
}

void SloppyPhraseMatcher::push(std::uint32_t place) {
  const auto where = std::upper_bound(queue_.begin(), queue_.end(), place,
                                      [this](std::uint32_t a, std::uint32_t b) { return before(b, a); });
  queue_.insert(where, place);
}

std::uint32_t SloppyPhraseMatcher::pop() {
  const std::uint32_t least = queue_.back();
  queue_.pop_back();
  return least;
}

bool SloppyPhraseMatcher::next_match() {
  if (!positioned_) return false;
  std::uint32_t place = pop();
  match_length_ = end_ - places_[place].position;
  std::int64_t next = places_[queue_.back()].position;
  while (step(places_[place])) {
    if (!groups_.empty() && !resolve_collisions(place)) break;
    if (places_[place].position > next) {
      push(place);
      if (match_length_ <= slop_) return true;
      place = pop();
      next = places_[queue_.back()].position;
      match_length_ = end_ - places_[place].position;
    } else {
      match_length_ = std::min(match_length_, end_ - places_[place].position);
    }
  }
  positioned_ = false;
  return match_length_ <= slop_;
}

}  // namespace aisle::engine
