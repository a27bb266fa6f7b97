#include "engine/aggregate/collect/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/aggregate/kept/kept_counts.hpp"

namespace aisle::engine {
namespace {

// Below this, adding 1 to a step gives the next one.
constexpr double kExactSteps = 4503599627370496.0;

double step_in(const Candidate& candidate) { return std::bit_cast<double>(candidate.key); }

int compare_steps(std::uint64_t a, std::uint64_t b) {
  const double left = std::bit_cast<double>(a);
  const double right = std::bit_cast<double>(b);
  return left < right ? -1 : left > right;
}

}  // namespace

HistogramCollector::HistogramCollector(const Aggregation& request, List subs, FieldValues values,
                                       BucketOrdering ordering, BucketBudget& held)
    : Collector(request, std::move(subs)),
      histogram_(std::get<HistogramAggregation>(request.node)),
      values_(std::move(values)),
      ordering_(std::move(ordering)),
      table_(held),
      batch_(subs_) {}

void HistogramCollector::begin_segment(const SegmentContext& context) {
  Collector::begin_segment(context);
  segment_ = values_.open(context.view, context.schema);
  counting_ = false;
}

void HistogramCollector::count_list(std::span<const std::uint32_t> docs) {
  if (!counting_) begin_counting();
  by_interval_ ? intervals_.count(docs) : counter_.count(docs);
}

bool HistogramCollector::collect_known(const SegmentContext& context, const KnownMatches& matches) {
  if (!counts_lists() || counting_) return false;
  begin_counting();
  const bool by_code = segment_.numbers->is_live() && segment_.numbers->width() == 1;
  if (by_interval_ ? edges_.empty() : !by_code) return false;
  const NumberSlots slots(*segment_.numbers, by_interval_ ? std::span<const std::int64_t>(edges_)
                                                          : std::span<const std::int64_t>());
  const auto counts = kept_counts(context.view, matches, segment_.field, slots);
  // Values outside the edges are wanted one by one.
  const bool outside = by_interval_ && counts && ((*counts)[1] != 0 || counts->back() != 0);
  if (!counts || outside) return false;
  by_interval_ ? intervals_.take(*counts) : counter_.take(*counts);
  return true;
}

void HistogramCollector::begin_counting() {
  counting_ = true;
  by_interval_ = segment_.numbers->width() > 1 && find_edges();
  if (by_interval_) {
    intervals_.begin(*segment_.numbers, edges_, true);
  } else {
    counter_.begin(*segment_.numbers);
  }
}

/// False where the column's bounds are unknown or many steps apart.
bool HistogramCollector::find_edges() {
  const auto bounds = segment_.numbers->bounds();
  if (!bounds) return false;
  const auto [low, high] = *bounds;
  if (low <= kMissingLiveValue + 1 || high == std::numeric_limits<std::int64_t>::max()) return false;
  first_step_ = step_of_encoded(low);
  const double last_step = step_of_encoded(high);
  if (!(last_step - first_step_ <= static_cast<double>(IntervalCounter::kMaxEdges) - 2)) return false;
  if (!(std::abs(first_step_) < kExactSteps && std::abs(last_step) < kExactSteps)) return false;
  edges_.assign(1, low);
  for (double step = first_step_ + 1; step <= last_step; ++step) {
    // A step that no encoded value falls into begins where the next one does: too odd to be worth an interval.
    edges_.push_back(edge_of(step, edges_.back(), high));
    if (edges_.back() == edges_[edges_.size() - 2]) return false;
  }
  edges_.push_back(high + 1);
  return true;
}

/// The least encoded value above `low` whose step is `step` or more; `high` has it. Steps do not decrease with values.
std::int64_t HistogramCollector::edge_of(double step, std::int64_t low, std::int64_t high) {
  const NumericEncoding& encoding = segment_.numbers->encoding();
  if (encoding.kind != known_encoding_.kind || encoding.scale != known_encoding_.scale) known_edges_.clear();
  known_encoding_ = encoding;
  for (const auto& [known, edge] : known_edges_) {
    if (known == step) return edge;
  }
  while (low < high) {
    const auto half = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    const auto middle = static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + half / 2);
    step_of_encoded(middle) >= step ? static_cast<void>(high = middle) : static_cast<void>(low = middle + 1);
  }
  known_edges_.emplace_back(step, high);
  return high;
}

void HistogramCollector::fold_counts() {
  if (!by_interval_) {
    counter_.for_each([&](std::int64_t encoded, std::uint64_t docs) {
      table_.add(bucket_of(0, step_of_encoded(encoded)), docs);
    });
    return;
  }
  for (std::size_t i = 1; i + 1 < intervals_.size(); ++i) {
    const double step = first_step_ + static_cast<double>(i - 1);
    if (intervals_.docs(i) != 0) table_.add(bucket_of(0, step), intervals_.docs(i));
  }
  for (const std::int64_t encoded : intervals_.outside()) table_.add(bucket_of(0, step_of_encoded(encoded)), 1);
}

// Adding 0.0 turns -0.0 into 0.0, so that both are one key.
double HistogramCollector::step_of(double number) const {
  return std::floor((number - histogram_.offset) / histogram_.interval) + 0.0;
}

std::uint32_t HistogramCollector::bucket_of(std::uint32_t owner, double step) {
  return table_.find_or_add(owner, std::bit_cast<std::uint64_t>(step));
}

void HistogramCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                                 std::span<const std::uint32_t> owners) {
  const auto put_missing = [&](std::size_t i) {
    if (values_.has_missing()) put(window, docs[i], owners[i], step_of(values_.number(values_.missing_key())));
  };
  if (segment_.numbers == nullptr) {
    for (std::size_t i = 0; i < docs.size(); ++i) put_missing(i);
  } else {
    std::size_t last_i = docs.size();
    double last = 0.0;
    segment_.for_each_number(
        docs,
        [&](std::size_t i, std::int64_t encoded) {
          const double step = step_of_encoded(encoded);
          if (i == last_i && step == last) return;
          last_i = i;
          last = step;
          put(window, docs[i], owners[i], step);
        },
        put_missing);
  }
  batch_.flush(window);
}

void HistogramCollector::put(MatchWindow& window, std::uint32_t doc, std::uint32_t owner, double step) {
  const std::uint32_t bucket = bucket_of(owner, step);
  table_.add(bucket, 1);
  if (!is_leaf()) batch_.push(window, doc, bucket);
}

void HistogramCollector::end_segment() {
  if (counting_) {
    fold_counts();
    const std::uint64_t missing = by_interval_ ? intervals_.missing() : counter_.missing();
    if (values_.has_missing() && missing != 0) {
      table_.add(bucket_of(0, step_of(values_.number(values_.missing_key()))), missing);
    }
  }
  Collector::end_segment();
}

void HistogramCollector::finish() {
  table_.group_by_owner();
  Collector::finish();
}

std::vector<Candidate> HistogramCollector::gather(std::uint32_t owner) const {
  std::vector<Candidate> found;
  for (const std::uint32_t bucket : table_.of_owner(owner)) {
    if (table_.count(bucket) >= histogram_.min_doc_count) {
      found.push_back({bucket, table_.key(bucket), table_.count(bucket)});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Candidate& a, const Candidate& b) { return compare_steps(a.key, b.key) < 0; });
  return found;
}

std::vector<Candidate> HistogramCollector::fill_gaps(std::vector<Candidate> found, BucketBudget& budget) const {
  double first = found.empty() ? INFINITY : step_in(found.front());
  double last = found.empty() ? -INFINITY : step_in(found.back());
  if (histogram_.extended_min) first = std::min(first, step_of(*histogram_.extended_min));
  if (histogram_.extended_max) last = std::max(last, step_of(*histogram_.extended_max));
  // Without both ends of something there is nothing between them.
  if (!std::isfinite(first) || !std::isfinite(last) || last < first) return found;
  const double steps = last - first + 1;
  if (steps > static_cast<double>(budget.left())) {
    budget.take(budget.left() + 1);
    return {};
  }
  std::vector<Candidate> filled;
  filled.reserve(static_cast<std::size_t>(steps));
  auto next = found.begin();
  for (double i = 0; i < steps; ++i) {
    if (next != found.end() && step_in(*next) == first + i) {
      filled.push_back(*next++);
    } else {
      filled.push_back({kNoBucket, std::bit_cast<std::uint64_t>(first + i + 0.0), 0});
    }
  }
  return filled;
}

AggregationResult HistogramCollector::result(std::uint32_t owner, BucketBudget& budget) const {
  std::vector<Candidate> chosen = gather(owner);
  if (histogram_.min_doc_count == 0) chosen = fill_gaps(std::move(chosen), budget);
  if (!histogram_.order.empty()) {
    std::sort(chosen.begin(), chosen.end(), [this](const Candidate& a, const Candidate& b) {
      return ordering_.before(a, b, compare_steps);
    });
  }
  BucketsResult buckets{.keyed = histogram_.keyed};
  if (budget.take(chosen.size())) {
    for (const Candidate& candidate : chosen) {
      const double key = step_in(candidate) * histogram_.interval + histogram_.offset;
      Bucket& bucket = buckets.buckets.emplace_back();
      bucket.key = key;
      if (values_.mapped_type() == FieldType::date) {
        bucket.key_text = date_text(static_cast<EpochMillis>(key), values_.format());
      }
      bucket.doc_count = candidate.count;
      bucket.sub = sub_results(candidate.number, budget);
    }
  }
  return {request_.name, &request_, std::move(buckets)};
}

}  // namespace aisle::engine
