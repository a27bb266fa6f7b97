#include "engine/aggregate/collect/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace aisle::engine {
namespace {

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

void HistogramCollector::collect_window(MatchWindow& window) {
  if (!counts_only()) return Collector::collect_window(window);
  if (!counting_) counter_.begin(*segment_.numbers);
  counting_ = true;
  counter_.count(window);
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
    counter_.for_each([&](std::int64_t encoded, std::uint64_t docs) {
      table_.add(bucket_of(0, step_of_encoded(encoded)), docs);
    });
    if (values_.has_missing() && counter_.missing() != 0) {
      table_.add(bucket_of(0, step_of(values_.number(values_.missing_key()))), counter_.missing());
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
