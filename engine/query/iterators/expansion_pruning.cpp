// How ExpansionIterator finds, in one stretch, the documents that reach a score.
#include <algorithm>
#include <array>
#include <bit>

#include "engine/query/iterators/expansion_iterator.hpp"
#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {

/// Fills the stretch with what can compete.
void ExpansionIterator::gather_competitive() {
  scored_ = true;
  const double all = weigh_blocks();
  if (bound_of_sum(all) < min_score_) return;
  for (List* list : active_) list->bits.clear(words_);
  set_short_bits();
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) {
    if (bound_of_sum(short_.scores()[i]) >= min_score_) matches_.set(offset_of(short_.docs()[i]));
  }
  for (List* list : active_) gather_blocks(*list, all - static_cast<double>(list->most));
  add_meetings();
  keep_competitive();
}

/// Finds the lists that have something in the stretch, and bounds; their sum.
double ExpansionIterator::weigh_blocks() {
  short_most_ = 0.0;
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) short_most_ = std::max(short_most_, short_.scores()[i]);
  double all = short_most_;
  active_.clear();
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
    if (list->most == 0.0F) continue;
    all += static_cast<double>(list->most);
    active_.push_back(list.get());
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

namespace {

/// Sums of the greatest of some numbers: of one, two, three of them.
struct GreatestSums {
  std::array<double, 3> greatest{};
  void see(double number) {
    for (double& held : greatest) {
      if (number > held) std::swap(number, held);
    }
  }
  double of(std::size_t count) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) sum += greatest[i];
    return sum;
  }
};

}  // namespace

/// Adds to the candidates those that may compete by several lists together. How many lists a document is in bounds it,
/// with its length; which lists they are is looked at only where there are more than three.
void ExpansionIterator::add_meetings() {
  GreatestSums bounds;
  GreatestSums weights;
  sets_.clear();
  for (const List* list : active_) {
    sets_.push_back(&list->bits);
    bounds.see(static_cast<double>(list->most));
    weights.see(static_cast<double>(list->scorer.weight));
  }
  if (short_begin_ < short_end_) {
    sets_.push_back(&short_bits_);
    bounds.see(short_most_);
  }
  if (sets_.size() < 2 || !find_common(sets_, words_, meetings_)) return;
  std::size_t least = 2;  // in fewer lists nothing competes
  while (least < 4 && bound_of_sum(bounds.of(least)) < min_score_) ++least;
  const StretchBits& candidates = meetings_[least - 2];
  for (std::uint32_t w = 0; w < words_; ++w) {
    std::uint64_t kept = 0;
    for (std::uint64_t word = candidates.words[w] & ~matches_.words[w]; word != 0; word &= word - 1) {
      const std::uint32_t offset = (w << 6) + static_cast<std::uint32_t>(std::countr_zero(word));
      const bool in_three = meetings_[1].test(offset);
      bool competes = meetings_[2].test(offset);
      if (!competes) {
        const double share = static_cast<double>(factors().at(norm_of(base_ + offset)));
        const double short_share = short_bits_.test(offset) ? short_most_ : 0.0;
        competes = bound_of_sum(weights.of(in_three ? 3 : 2) * share + short_share) >= min_score_;
      }
      if (competes && may_compete(base_ + offset)) kept |= std::uint64_t{1} << (offset & 63);
    }
    matches_.words[w] |= kept;
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
    docs[count++] = base_ + offset;
    if (count == docs.size()) flush();
  });
  flush();
  matches_.clear(words_);
  for (const DocId doc : kept_docs_) matches_.set(offset_of(doc));
}

}  // namespace aisle::engine
