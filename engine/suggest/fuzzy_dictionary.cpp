#include "engine/suggest/fuzzy_dictionary.hpp"

#include <algorithm>
#include <bit>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/suggest/fuzzy_measure.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kExactLengths = 64;     // code points; longer terms are grouped sixteen lengths together
constexpr std::uint32_t kMostDigits = 15;       // more count as so many when terms are grouped
constexpr std::uint32_t kDirectTerms = 48;      // so few terms are read straight from the dictionary
constexpr std::uint32_t kPrefixedTerms = 500;   // as many, where making the layout for them would be the alternative
// Groups cost some hundred bytes each, so that small dictionaries have coarser ones.
constexpr std::uint32_t kTermsForDigits = 2'000;
constexpr std::uint32_t kTermsForLetters = 500;

struct WordFacts {
  std::uint32_t length = 0;
  std::uint32_t digits = 0;
  std::uint64_t letters = 0;
  bool is_ascii = true;

  explicit WordFacts(std::string_view word) : is_ascii(engine::is_ascii(word)) {
    if (is_ascii) {
      take(word);
    } else {
      take(std::u32string_view(code_points(word)));
    }
  }
  std::uint32_t different_letters() const { return static_cast<std::uint32_t>(std::popcount(letters)); }

 private:
  template <class Word>
  void take(const Word& word) {
    length = static_cast<std::uint32_t>(word.size());
    digits = static_cast<std::uint32_t>(std::count_if(word.begin(), word.end(), is_digit));
    letters = letter_set(word);
  }
};

}  // namespace

void FuzzyDictionary::Span::include(std::uint32_t value) {
  least = std::min(least, value);
  greatest = std::max(greatest, value);
}

bool FuzzyDictionary::Span::near(std::uint32_t value, std::uint32_t edits) const {
  return value + edits >= least && value <= greatest + edits;
}

std::string_view FuzzyDictionary::Group::word(std::uint32_t i) const {
  if (stride != 0) return {text.data() + std::size_t{stride} * i, stride};
  const std::uint32_t begin = i == 0 ? 0 : ends[i - 1];
  return {text.data() + begin, ends[i] - begin};
}

/// Sorts terms into groups as they come.
class FuzzyDictionary::Builder {
 public:
  Builder(std::vector<Group>& groups, std::uint32_t terms) : groups_(groups), terms_(terms) {}

  void add(std::string_view word) {
    const WordFacts facts(word);
    const auto [entry, added] = numbers_.try_emplace(key(facts), static_cast<std::uint32_t>(groups_.size()));
    if (added) {
      groups_.emplace_back().is_ascii = facts.is_ascii;
      sets_.emplace_back();
    }
    Group& group = groups_[entry->second];
    group.lengths.include(facts.length);
    group.letters.include(facts.different_letters());
    group.digits.include(facts.digits);
    group.text.append(word);
    group.ends.push_back(static_cast<std::uint32_t>(group.text.size()));
    sets_[entry->second].push_back(facts.letters);
  }

  void finish() {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      Group& group = groups_[i];
      group.slices = LetterSlices(sets_[i]);
      if (group.is_ascii && group.lengths.least == group.lengths.greatest) group.stride = group.lengths.least;
      if (group.stride != 0) group.ends = {};
      group.ends.shrink_to_fit();
      group.text.shrink_to_fit();
    }
    groups_.shrink_to_fit();
    std::sort(groups_.begin(), groups_.end(),
              [](const Group& a, const Group& b) { return a.lengths.greatest < b.lengths.greatest; });
  }

 private:
  std::uint64_t key(const WordFacts& facts) const {
    const std::uint32_t length = facts.length <= kExactLengths ? facts.length : facts.length / 16 * 16;
    const std::uint32_t letters = terms_ < kTermsForLetters ? 0 : facts.different_letters();
    const std::uint32_t digits = terms_ < kTermsForDigits ? 0 : std::min(facts.digits, kMostDigits);
    return std::uint64_t{length} << 32 | letters << 16 | digits << 1 | (facts.is_ascii ? 1 : 0);
  }

  std::vector<Group>& groups_;
  std::uint32_t terms_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> numbers_;
  std::vector<std::vector<std::uint64_t>> sets_;  // beside groups_
};

FuzzyDictionary::FuzzyDictionary(const FieldIndex& index) {
  Builder builder(groups_, index.term_count());
  index.for_each_term(0, index.term_count(), [&](TermId, std::string_view term) {
    builder.add(term);
    return true;
  });
  builder.finish();
}

std::size_t FuzzyDictionary::memory_bytes() const {
  std::size_t bytes = sizeof *this + groups_.capacity() * sizeof(Group);
  for (const Group& group : groups_) {
    bytes += group.text.capacity() + group.ends.capacity() * sizeof(std::uint32_t) + group.slices.memory_bytes();
  }
  return bytes;
}

void FuzzyDictionary::search_groups(const FuzzyMeasure& measure, std::uint32_t edits, BestMatches& best) const {
  const std::uint64_t letters = measure.letters();
  const auto letter_count = static_cast<std::uint32_t>(std::popcount(letters));
  const std::uint32_t digits = measure.digits();
  const std::uint32_t length = measure.length();
  thread_local std::vector<std::uint32_t> found;
  auto group = std::partition_point(groups_.begin(), groups_.end(),
                                    [&](const Group& one) { return one.lengths.greatest + edits < length; });
  for (; group != groups_.end(); ++group) {
    if (group->lengths.least > length + edits && group->lengths.greatest <= kExactLengths) break;
    if (!group->lengths.near(length, edits) || !group->letters.near(letter_count, edits) ||
        !group->digits.near(digits, edits)) {
      continue;
    }
    // Each edit takes away one letter at most. A word with more letters than wanted must have all the more of those.
    const std::uint32_t more = group->letters.least > letter_count ? group->letters.least - letter_count : 0;
    found.clear();
    group->slices.find(letters, edits - more, found);
    for (const std::uint32_t i : found) measure.show(group->word(i), group->is_ascii, best);
  }
}

void FuzzyDictionary::search(const FuzzyPattern& pattern, BestMatches& best) const {
  // Short words often have more neighbours at one edit than are wanted, and each of those is better than any at two.
  constexpr std::uint32_t kShort = 5;
  if (pattern.max_edits == 2) {
    FuzzyPattern nearer = pattern;
    nearer.max_edits = 1;
    const FuzzyMeasure measure(nearer);
    if (measure.length() >= 3 && measure.length() <= kShort) {
      BestMatches near_ones = best;
      search_groups(measure, 1, near_ones);
      if (near_ones.is_full_at(fuzzy_boost(1, measure.length(), measure.length() - 1))) {
        best = std::move(near_ones);
        return;
      }
    }
  }
  search_groups(FuzzyMeasure(pattern), pattern.max_edits, best);
}

void fuzzy_search(const Segment& segment, FieldId field, const FuzzyPattern& pattern, BestMatches& best) {
  const FieldIndex* index = segment.field_index(field);
  if (index == nullptr) return;
  const FuzzyMeasure measure(pattern);
  const auto [first, last] = index->prefix_range(measure.prefix());
  const bool is_part = last - first < index->term_count();
  if (last - first > (is_part ? kPrefixedTerms : kDirectTerms)) {
    const auto& dictionary = segment.derived().get<FuzzyDictionary>(
        DerivedKind::fuzzy_dictionary, field, [&] { return std::make_unique<FuzzyDictionary>(*index); });
    return dictionary.search(pattern, best);
  }
  index->for_each_term(first, last, [&](TermId, std::string_view word) {
    measure.show(word, is_ascii(word), best);
    return true;
  });
}

}  // namespace aisle::engine
