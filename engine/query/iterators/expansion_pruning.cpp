// How ExpansionIterator finds, in one stretch, the documents that reach a score.
#include <algorithm>
#include <array>

#include "engine/query/iterators/expansion_iterator.hpp"
#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {

void ExpansionIterator::gather_competitive() {
  kept_.clear();
  kept_docs_.clear();
  kept_at_ = 0;
  short_bits_.clear(words_);
  for (const auto& list : lists_) list->bits.clear(words_);
  const double all = weigh_blocks();
  if (bound_of_sum(all) < min_score_) return;
  set_short_bits();
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) {
    if (bound_of_sum(short_.scores()[i]) < min_score_) continue;
    matches_.set(index_of(short_.docs()[i]) - index_of(base_));
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
  for (const Block& block : list.blocks) {
    const DocId end = block.last < end_of_stretch() ? block.last + 1 : end_of_stretch();
    if (block.max_score >= min_score_) {
      gather_strong(list, first, end);
    } else if (bound_of_sum(static_cast<double>(block.max_score) + others) >= min_score_) {
      list.gather(base_, first, end);
    }
    first = end;
  }
}

/// Documents in [first, end), some of which may compete by this list alone.
void ExpansionIterator::gather_strong(List& list, DocId first, DocId end) {
  list.postings.seek_block(first);
  while (true) {
    const std::span<const DocId> docs = list.postings.docs();
    if (docs.empty() || docs.front() >= end) return;
    const std::uint32_t* const freqs = list.postings.freqs().data();
    auto at = static_cast<std::size_t>(std::lower_bound(docs.begin(), docs.end(), first) - docs.begin());
    for (; at < docs.size() && docs[at] < end; ++at) {
      const std::uint32_t offset = index_of(docs[at]) - index_of(base_);
      list.bits.set(offset);
      if (list.scorer.score(freqs[at], list.scorer.norm(docs[at])) >= min_score_) matches_.set(offset);
    }
    if (docs.back() >= end) return;
    list.postings.next_block();
  }
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
  if (!factors_) {
    factors_.emplace();
    for (const auto& list : lists_) factors_->add(list->postings.list_impacts());
    factors_->finish(inverse_);
  }
  for (std::uint32_t w = 0; w < words_; ++w) {
    std::uint64_t kept = 0;
    for (std::uint64_t word = matches_.words[w]; word != 0; word &= word - 1) {
      const std::uint32_t offset = (w << 6) + static_cast<std::uint32_t>(std::countr_zero(word));
      if (!may_compete(offset)) continue;
      const auto score = static_cast<float>(sum_at(offset));
      if (score < min_score_) continue;
      kept |= word & (~word + 1);
      kept_docs_.push_back(base_ + offset);
      kept_.push_back(score);
    }
    matches_.words[w] = kept;
  }
}

/// Whether the lists that the document is in can score enough at its length.
bool ExpansionIterator::may_compete(std::uint32_t offset) const {
  float weights = 0.0F;
  for (const auto& list : lists_) weights += list->bits.test(offset) ? list->scorer.weight : 0.0F;
  const std::uint8_t norm = norms_ == nullptr ? std::uint8_t{1} : norms_[index_of(base_) + offset];
  double most = static_cast<double>(weights) * static_cast<double>(factors_->at(norm)) * 1.00001;
  if (short_bits_.test(offset)) most += short_most_;
  return bound_of_sum(most) >= min_score_;
}

}  // namespace aisle::engine
