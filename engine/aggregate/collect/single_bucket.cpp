#include "engine/aggregate/collect/single_bucket.hpp"

#include <utility>

namespace aisle::engine {

AggregationResult SingleBucketCollector::result(std::uint32_t owner, BucketBudget& budget) const {
  return {request_.name, &request_, SingleBucketResult{counts_.count(owner, 0), sub_results(owner, budget)}};
}

double SingleBucketCollector::sort_value(std::uint32_t owner, std::string_view /*property*/) const {
  return static_cast<double>(counts_.count(owner, 0));
}

std::string SingleBucketCollector::why_no_sort_value(std::string_view property) const {
  if (property.empty() || property == "doc_count" || property == "_count") return {};
  return "Ordering on a single-bucket aggregation can only be done on its doc_count. Either drop the key (a la \"" +
         request_.name + "\") or change it to \"doc_count\" (a la \"" + request_.name + ".doc_count\")";
}

void SingleBucketCollector::begin_segment(const SegmentContext& context) {
  Collector::begin_segment(context);
  feed_.begin_segment();
}

void SingleBucketCollector::end_segment() {
  feed_.end_segment();
  Collector::end_segment();
}

void SingleBucketCollector::pass(DocId base, const WindowBits& passing) {
  const std::uint32_t docs = passing.count();
  if (docs == 0) return;
  counts_.fit(std::uint32_t{0});
  counts_.add(0, docs);
  feed_.add(base, passing);
}

void SingleBucketCollector::pass(const MatchRange& passing) {
  const std::uint32_t docs = passing.count();
  if (docs == 0) return;
  counts_.fit(std::uint32_t{0});
  counts_.add(0, docs);
  feed_.add(passing);
}

void FilterCollector::begin_segment(const SegmentContext& context) {
  SingleBucketCollector::begin_segment(context);
  filter_.begin_segment(context);
}

void FilterCollector::collect_window(MatchWindow& window) { pass(DocId{window.base()}, filter_.among(window)); }
void FilterCollector::collect_range(const MatchRange& range) { pass(filter_.among(range)); }

void FilterCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                              std::span<const std::uint32_t> owners) {
  counts_.fit(owners);
  const WindowBits& passing = filter_.among(window);
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (!passing.test(docs[i] - window.base())) continue;
    counts_.add(owners[i]);
    if (!is_leaf()) batch_.push(window, docs[i], owners[i]);
  }
  batch_.flush(window);
}

void MissingCollector::begin_segment(const SegmentContext& context) {
  SingleBucketCollector::begin_segment(context);
  segment_ = values_.open(context.view, context.schema);
}

bool MissingCollector::has_value(std::uint32_t doc) const {
  if (segment_.ordinals != nullptr) return segment_.ordinals->has_value(DocId{doc});
  return segment_.numbers != nullptr && segment_.numbers->has_value(DocId{doc});
}

void MissingCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                               std::span<const std::uint32_t> owners) {
  counts_.fit(owners);
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (has_value(docs[i])) continue;
    counts_.add(owners[i]);
    if (!is_leaf()) batch_.push(window, docs[i], owners[i]);
  }
  batch_.flush(window);
}

void GlobalCollector::begin_segment(const SegmentContext& context) {
  SingleBucketCollector::begin_segment(context);
  counts_.fit(std::uint32_t{0});
  counts_.add(0, context.view.live_count);
  feed_.add_all(context);
}

}  // namespace aisle::engine
