#include "engine/suggest/completion_index.hpp"

#include <algorithm>

#include "engine/index/segment/completion_term.hpp"

namespace aisle::engine {
namespace {

std::vector<std::uint32_t> weights_of(const FieldIndex& index) {
  std::vector<std::uint32_t> weights;
  weights.reserve(index.term_count());
  index.for_each_term(0, index.term_count(), [&](TermId, std::string_view term) {
    weights.push_back(parse_completion_term(term).weight);
    return true;
  });
  return weights;
}

float score_of(std::uint32_t weight, float boost) {
  if (boost == 0.0F) return static_cast<float>(weight);
  return weight == 0 ? boost : static_cast<float>(weight) * boost;
}

}  // namespace

CompletionIndex::CompletionIndex(const FieldIndex& index) : weights_(weights_of(index)) {}

CompletionWalk::CompletionWalk(const CompletionIndex& index, std::span<const CompletionRange> ranges)
    : weights_(&index.weights()) {
  for (const CompletionRange& range : ranges) push(range);
}

namespace {

// The heap's order: the greatest score on top, of equals the first term.
constexpr auto kWorse = [](const auto& a, const auto& b) { return a.score != b.score ? a.score < b.score : a.best > b.best; };

}  // namespace

void CompletionWalk::push(const CompletionRange& range) {
  if (range.first >= range.last) return;
  const std::uint32_t best = weights_->find(range.first, range.last);
  heap_.push_back({range, best, score_of((*weights_)[best], range.boost)});
  std::push_heap(heap_.begin(), heap_.end(), kWorse);
}

std::optional<CompletionWalk::Found> CompletionWalk::next() {
  push({given_.range.first, given_.best, given_.range.boost});
  push({given_.best + 1, given_.range.last, given_.range.boost});
  given_ = {};
  if (heap_.empty()) return std::nullopt;
  std::pop_heap(heap_.begin(), heap_.end(), kWorse);
  given_ = heap_.back();
  heap_.pop_back();
  return Found{TermId{given_.best}, given_.score};
}

}  // namespace aisle::engine
