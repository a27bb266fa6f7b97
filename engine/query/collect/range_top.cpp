#include "engine/query/collect/range_top.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "engine/index/list_bits.hpp"
#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {
namespace {

// So many times k matches of the greatest bounds are scored before the others are weighed against the k-th of them.
constexpr std::size_t kPrimingShare = 2;
// Priming is worth while with so many times k matches.
constexpr std::size_t kPrimedShare = 4;
// Up to so many documents are listed word by word.
constexpr std::size_t kSparseRange = 256;

}  // namespace

void RangeTop::add(const MatchRange& range, std::size_t count, std::size_t k, float least, bool again) {
  if (count == 0) return;
  list(range, count);
  const bool primes = !primed_ && !top_->is_full() && docs_.size() > kPrimedShare * k;
  const float now = threshold(least, range.base);
  if (primes || now > 0.0F) weigh();
  if (primes) {
    prime(kPrimingShare * k);
    again = true;
  }
  keep_competitive(threshold(least, range.base));
  for (std::size_t first = 0; first < docs_.size(); first += ScoredBatch::kCapacity) {
    const std::size_t size = std::min<std::size_t>(ScoredBatch::kCapacity, docs_.size() - first);
    const float reached = threshold(least, docs_[first]);
    if (reached > 0.0F) scorer_->set_min_competitive_score(reached);
    offer(*scorer_, std::span(docs_).subspan(first, size), again);
  }
}

/// The range's documents, so many, into docs_.
void RangeTop::list(const MatchRange& range, std::size_t count) {
  docs_.resize(count);
  if (count > kSparseRange) {
    listed_.resize(std::max(listed_.size(), count + kListSlack));
    list_bits(range.words(), kRangeWords, index_of(range.base), listed_.data());
    static_assert(sizeof(DocId) == sizeof listed_[0]);
    std::memcpy(docs_.data(), listed_.data(), count * sizeof(DocId));
  } else {
    DocId* out = docs_.data();
    range.for_each([&](std::uint32_t offset) { *out++ = range.base + offset; });
  }
}

float RangeTop::threshold(float least, DocId from) {
  address_.doc = index_of(from);
  return std::max(least, top_->min_competitive(address_));
}

/// Bounds for docs_.
void RangeTop::weigh() {
  bounds_.assign(docs_.size(), 0.0);
  for (std::size_t first = 0; first < docs_.size(); first += ScoredBatch::kCapacity) {
    const std::size_t size = std::min<std::size_t>(ScoredBatch::kCapacity, docs_.size() - first);
    scorer_->add_bounds(std::span(docs_).subspan(first, size), bounds_.data() + first);
  }
}

/// Offers so many documents of the greatest bounds.
void RangeTop::prime(std::size_t count) {
  primed_ = true;
  std::vector<std::uint32_t> order(docs_.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(order.begin(), end, order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return bounds_[a] != bounds_[b] ? bounds_[a] > bounds_[b] : a < b;
  });
  std::sort(order.begin(), end);
  best_.clear();
  for (auto it = order.begin(); it != end; ++it) best_.push_back(docs_[*it]);
  for (std::size_t first = 0; first < best_.size(); first += ScoredBatch::kCapacity) {
    const std::size_t size = std::min<std::size_t>(ScoredBatch::kCapacity, best_.size() - first);
    offer(*primer_, std::span(best_).subspan(first, size), false);
  }
}

/// Drops of docs_ what cannot reach the score; bounds_ holds their bounds, when the score is above 0.
void RangeTop::keep_competitive(float least) {
  if (least <= 0.0F) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < docs_.size(); ++i) {
    docs_[kept] = docs_[i];
    kept += bound_of_sum(bounds_[i]) >= least ? 1 : 0;
  }
  docs_.resize(kept);
}

void RangeTop::offer(DocIterator& iterator, std::span<const DocId> docs, bool again) {
  std::array<float, ScoredBatch::kCapacity> scores;
  iterator.look_up(docs, scores.data());
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (scores[i] < 0.0F || !top_->accepts(scores[i])) continue;
    address_.doc = index_of(docs[i]);
    again ? top_->add_again(scores[i], address_) : top_->add(scores[i], address_);
  }
}

}  // namespace aisle::engine
