#include "engine/query/plan/term_plan.hpp"

#include <algorithm>
#include <numeric>

#include "engine/query/iterators/expansion_iterator.hpp"
#include "engine/query/iterators/phrase_iterator.hpp"
#include "engine/query/iterators/synonym_iterator.hpp"
#include "engine/query/iterators/term_iterator.hpp"

namespace aisle::engine {
namespace {

// What unscored iterators read, so that they need no branch.
const Bm25Norms kNoNorms{};

// Postings of the terms of greatest weight that are gone through for a first threshold.
constexpr std::uint64_t kFirstPostings = 100;
// With fewer postings, a first threshold is not worth a pass.
constexpr std::uint64_t kManyPostings = 16'384;
// Numbers of an expansion's passes; of equal bounds the lower number goes first.
constexpr std::uint64_t kStrongest = 0;
constexpr std::uint64_t kAllTerms = 1;

/// Keeps the terms of greatest weight, so many that their lists make a good threshold.
void keep_strongest(const FieldIndex& index, std::vector<ExpansionIterator::Term>& terms) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) {
    return a.scorer.weight != b.scorer.weight ? a.scorer.weight > b.scorer.weight : a.id < b.id;
  });
  std::uint64_t postings = 0;
  std::size_t count = 0;
  while (count < terms.size() && postings < kFirstPostings) postings += index.doc_freq(terms[count++].id);
  terms.resize(count);
}

bool share_a_term(const PhrasePlace& a, const PhrasePlace& b) {
  return std::any_of(a.texts.begin(), a.texts.end(), [&](const std::string& text) {
    return std::find(b.texts.begin(), b.texts.end(), text) != b.texts.end();
  });
}

/// Numbers places so that those connected by shared terms have one number; -1 for places that share with none.
std::vector<int> group_repeats(const std::vector<PhrasePlace>& places) {
  std::vector<int> group(places.size());
  std::iota(group.begin(), group.end(), 0);
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (std::size_t j = i + 1; j < places.size(); ++j) {
      if (share_a_term(places[i], places[j])) std::replace(group.begin(), group.end(), group[j], group[i]);
    }
  }
  std::vector<int> number(places.size(), -1);
  int next = 0;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const auto root = static_cast<std::size_t>(group[i]);
    if (std::count(group.begin(), group.end(), group[i]) < 2) continue;
    if (number[root] < 0) number[root] = next++;
  }
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = number[static_cast<std::size_t>(group[i])];
  return group;
}

}  // namespace

TermScorer TermWeight::scorer(const FieldIndex& index) const {
  const std::span<const std::uint8_t> lengths = index.norms();
  return {.weight = weight,
          .inverse = (norms == nullptr ? kNoNorms : *norms).inverse.data(),
          .norms = lengths.empty() ? nullptr : lengths.data()};
}

IteratorPtr TermPlan::iterator(const SegmentInput& input, bool scored) const {
  const std::optional<TermId> id = term_.ids[input.ordinal];
  if (!id) return nullptr;
  const FieldIndex& index = *input.segment.field_index(field_);
  auto iterator = std::make_unique<TermIterator>(
      index.postings(*id, scored ? PostingDetail::freqs : PostingDetail::docs), weight_.scorer(index));
  if (!scored || index.doc_freq(*id) < RepeatedDocs::kLongList) return iterator;
  iterator->know_repeats({input.segment.derived(), field_, index, *id});
  return iterator;
}

std::optional<KnownMatches> TermPlan::known_matches(const SegmentInput& input) const {
  const std::optional<TermId> id = term_.ids[input.ordinal];
  if (!id || input.segment.ordinals(field_) == nullptr) return std::nullopt;
  return KnownMatches{field_, *id};
}

bool TermPlan::add_facts(const SegmentInput& input, Facts& facts) const {
  const std::optional<KnownMatches> term = known_matches(input);
  if (!term) return false;
  const std::uint32_t doc_freq = input.segment.field_index(field_)->doc_freq(term->term);
  facts.terms.push_back({field_, term->term, doc_freq, input.segment.ordinals(field_)});
  return true;
}

std::optional<std::uint64_t> TermPlan::known_count(const SegmentInput& input) const {
  const std::optional<TermId> id = term_.ids[input.ordinal];
  return id ? input.segment.field_index(field_)->doc_freq(*id) : 0;
}

IteratorPtr SynonymPlan::iterator(const SegmentInput& input, bool scored) const {
  const FieldIndex* index = input.segment.field_index(field_);
  std::vector<PostingCursor> cursors;
  for (const ResolvedTerm& term : terms_) {
    const std::optional<TermId> id = term.ids[input.ordinal];
    if (id) cursors.push_back(index->postings(*id, scored ? PostingDetail::freqs : PostingDetail::docs));
  }
  if (cursors.empty()) return nullptr;
  return std::make_unique<SynonymIterator>(std::move(cursors), weight_.scorer(*index));
}

bool ExpansionPlan::is_none() const {
  return std::all_of(terms_.begin(), terms_.end(), [](const Expanded& one) { return one.term.doc_freq == 0; });
}

IteratorPtr ExpansionPlan::iterator(const SegmentInput& input, bool scored) const {
  return iterator_of(input, scored, false);
}

IteratorPtr ExpansionPlan::iterator_of(const SegmentInput& input, bool scored, bool strongest) const {
  const FieldIndex* index = input.segment.field_index(field_);
  if (index == nullptr) return nullptr;
  std::vector<ExpansionIterator::Term> terms;
  for (const Expanded& one : terms_) {
    const std::optional<TermId> id = one.term.ids[input.ordinal];
    if (id) terms.push_back({*id, TermWeight{one.weight, norms_}.scorer(*index)});
  }
  if (strongest) keep_strongest(*index, terms);
  if (terms.empty()) return nullptr;
  if (terms.size() > 1) {
    return std::make_unique<ExpansionIterator>(*index, terms, input.segment.doc_count(), scored);
  }
  return std::make_unique<TermIterator>(
      index->postings(terms.front().id, scored ? PostingDetail::freqs : PostingDetail::docs), terms.front().scorer);
}

void ExpansionPlan::add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const {
  IteratorPtr whole = iterator(input, true);
  if (whole == nullptr) return;
  const float most = whole->max_score();
  if (depth == 0 && whole->cost() > kManyPostings) {
    IteratorPtr strongest = iterator_of(input, true, true);
    if (strongest->cost() < whole->cost()) passes.push_back({kStrongest, most, std::move(strongest)});
  }
  passes.push_back({kAllTerms, most, std::move(whole)});
}

IteratorPtr ExpansionPlan::open_pass(const SegmentInput& input, std::uint32_t, std::uint64_t number) const {
  return iterator_of(input, true, number == kStrongest);
}

PhrasePlan::PhrasePlan(FieldId field, std::vector<PhrasePlace> places, std::uint32_t slop, TermWeight weight)
    : field_(field),
      places_(std::move(places)),
      slop_(slop),
      weight_(std::move(weight)),
      groups_(group_repeats(places_)) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    multi_term_repeats_ |= groups_[i] >= 0 && places_[i].texts.size() > 1;
  }
}

/// How many places hold this one's term, each at an offset of its own; 1 where it may be one of several.
std::uint32_t PhrasePlan::repeats(const PhrasePlace& place, std::uint32_t segment) const {
  if (place.terms.size() != 1) return 1;
  std::uint32_t count = 1;
  for (const PhrasePlace& other : places_) {
    const bool same = other.terms.size() == 1 && other.terms[0].ids[segment] == place.terms[0].ids[segment];
    count += same && other.offset != place.offset ? 1 : 0;
  }
  return count;
}

IteratorPtr PhrasePlan::iterator(const SegmentInput& input, bool) const {
  const FieldIndex* index = input.segment.field_index(field_);
  if (index == nullptr) return nullptr;
  std::vector<PhraseSlot> slots;
  for (const PhrasePlace& place : places_) {
    std::vector<PostingCursor> cursors;
    for (const ResolvedTerm& term : place.terms) {
      const std::optional<TermId> id = term.ids[input.ordinal];
      if (id) cursors.push_back(index->postings(*id, PostingDetail::positions));
    }
    if (cursors.empty()) return nullptr;
    slots.emplace_back(std::move(cursors), place.offset, repeats(place, input.ordinal));
  }
  std::optional<SloppyPhraseMatcher> sloppy;
  if (slop_ > 0) sloppy.emplace(slop_, groups_, multi_term_repeats_);
  return std::make_unique<PhraseIterator>(std::move(slots), std::move(sloppy), weight_.scorer(*index));
}

}  // namespace aisle::engine
