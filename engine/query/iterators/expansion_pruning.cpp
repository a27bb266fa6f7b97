// How ExpansionIterator finds, in one stretch, the documents that reach a score.
#include <algorithm>
#include <array>

#include "engine/query/iterators/expansion_iterator.hpp"
#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {

/// Fills the stretch with what can compete.
void ExpansionIterator::gather_competitive() {
  scored_ = true;
  for (const auto& list : lists_) list->bits.clear(words_);
  const double all = weigh_blocks();
  if (bound_of_sum(all) < min_score_) return;
  set_short_bits();
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) {
    if (bound_of_sum(short_.scores()[i]) >= min_score_) matches_.set(offset_of(short_.docs()[i]));
  }
  for (const auto& list : lists_) gather_blocks(*list, all - static_cast<double>(list->most));
  add_meetings(lists_to_compete());
  keep_competitive();
}

/// Bounds of each list in the stretch; their sum.
double ExpansionIterator::weigh_blocks() {
  short_most_ = 0.0;
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) short_most_ = std::max(short_most_, short_.scores()[i]);
  double all = short_most_;
  for (const auto& list : lists_) {
    list->blocks.clear();
    list->most = 0.0F;
    for (DocId from = base_; from < end_of_stretch();) {
      const ScoreBound bound = list->scores.bound(from);
      list->blocks.push_back({bound.last, bound.max_score});
      list->most = std::max(list->most, bound.max_score);
      if (bound.last == kEndDoc) break;
      from = bound.last + 1;
    }
    all += static_cast<double>(list->most);
  }
  return all;
}

/// Gathers what can compete of one list. `others`: what the other lists can add at most.
void ExpansionIterator::gather_blocks(List& list, double others) {
  DocId first = base_;
  DocId gathered = base_;  // what lies between this and `first` is to be gathered without scores
  for (const Block& block : list.blocks) {
    const DocId end = block.last < end_of_stretch() ? block.last + 1 : end_of_stretch();
    const bool strong = block.max_score >= min_score_;
    const bool helps = bound_of_sum(static_cast<double>(block.max_score) + others) >= min_score_;
    if (strong || !helps) {
      if (gathered < first) list.gather(base_, gathered, first);
      if (strong) gather_strong(list, first, end);
      gathered = end;
    }
    first = end;
  }
  if (gathered < first) list.gather(base_, gathered, first);
}

/// Documents in [first, end), some of which may compete by this list alone.
void ExpansionIterator::gather_strong(List& list, DocId first, DocId end) {
  list.for_each_posting(first, end, [&](DocId doc, std::uint32_t freq) {
    const std::uint32_t offset = offset_of(doc);
    list.bits.set(offset);
    if (list.scorer.score(freq, list.scorer.norm(doc)) >= min_score_) matches_.set(offset);
  });
}

/// In how many lists at least a document must be to compete; those that compete by one list alone not counted.
std::uint32_t ExpansionIterator::lists_to_compete() const {
  std::array<double, kMostMeetings> greatest{};
  const auto see = [&](double bound) {
    for (double& held : greatest) {
      if (bound > held) std::swap(bound, held);
    }
  };
  see(short_most_);
  for (const auto& list : lists_) see(static_cast<double>(list->most));
  double sum = greatest[0];
  for (std::uint32_t i = 1; i < kMostMeetings; ++i) {
    sum += greatest[i];
    if (bound_of_sum(sum) >= min_score_) return i + 1;
  }
  return kMostMeetings;
}

void ExpansionIterator::add_meetings(std::uint32_t least) {
  sets_.clear();
  for (const auto& list : lists_) {
    if (list->most > 0.0F) sets_.push_back(&list->bits);
  }
  if (short_begin_ < short_end_) sets_.push_back(&short_bits_);
  if (sets_.size() < least) return;
  switch (least) {
    case 2: return add_common<2>(sets_, words_, matches_);
    case 3: return add_common<3>(sets_, words_, matches_);
    default: return add_common<kMostMeetings>(sets_, words_, matches_);
  }
}

/// Scores the candidates and keeps those that compete.
void ExpansionIterator::keep_competitive() {
  std::array<DocId, ScoredBatch::kCapacity> docs;
  std::array<double, ScoredBatch::kCapacity> sums;
  std::uint32_t count = 0;
  const auto flush = [&] {
    std::fill_n(sums.begin(), count, 0.0);
    add_sums(std::span(docs).first(count), sums.data());
    for (std::uint32_t i = 0; i < count; ++i) {
      if (static_cast<float>(sums[i]) >= min_score_) keep(docs[i], sums[i]);
    }
    count = 0;
  };
  matches_.for_each(words_, [&](std::uint32_t offset) {
    docs[count] = base_ + offset;
    count += may_compete(docs[count]) ? 1 : 0;
    if (count == docs.size()) flush();
  });
  flush();
  matches_.clear(words_);
  for (const DocId doc : kept_docs_) matches_.set(offset_of(doc));
}

}  // namespace aisle::engine
