#include "engine/aggregate/collect/number_terms.hpp"

#include <utility>

#include "engine/aggregate/kept/kept_counts.hpp"

namespace aisle::engine {

NumberTermsCollector::NumberTermsCollector(const Aggregation& request, List subs, FieldValues values,
                                           NumberFilter filter, BucketOrdering ordering, BucketBudget& held)
    : Collector(request, std::move(subs)),
      values_(std::move(values)),
      filter_(std::move(filter)),
      buckets_(std::get<TermsAggregation>(request.node), std::move(ordering), held),
      batch_(subs_) {}

void NumberTermsCollector::begin_segment(const SegmentContext& context) {
  Collector::begin_segment(context);
  segment_ = values_.open(context.view, context.schema);
  segment_docs_ = context.view.segment->doc_count();
  counting_ = false;
}

void NumberTermsCollector::count_list(std::span<const std::uint32_t> docs) {
  if (!counting_) counter_.begin(*segment_.numbers);
  counting_ = true;
  counter_.count(docs);
}

bool NumberTermsCollector::collect_known(const SegmentContext& context, const KnownMatches& matches) {
  if (!counts_lists() || counting_ || !segment_.numbers->is_live() || segment_.numbers->width() != 1) return false;
  const auto counts = kept_counts(context.view, matches, segment_.field, NumberSlots(*segment_.numbers, {}));
  if (!counts) return false;
  counter_.begin(*segment_.numbers);
  counting_ = true;
  counter_.take(*counts);
  return true;
}

void NumberTermsCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                                   std::span<const std::uint32_t> owners) {
  const auto put_missing = [&](std::size_t i) {
    if (values_.has_missing()) put(window, docs[i], owners[i], values_.missing_key());
  };
  if (segment_.numbers == nullptr) {
    for (std::size_t i = 0; i < docs.size(); ++i) put_missing(i);
  } else {
    std::size_t last_i = docs.size();
    std::int64_t last = 0;
    segment_.for_each_number(
        docs,
        [&](std::size_t i, std::int64_t encoded) {
          if (i == last_i && encoded == last) return;
          last_i = i;
          last = encoded;
          put(window, docs[i], owners[i], segment_.key(encoded));
        },
        put_missing);
  }
  batch_.flush(window);
}

void NumberTermsCollector::put(MatchWindow& window, std::uint32_t doc, std::uint32_t owner, std::int64_t key) {
  if (!filter_.accepts(key)) return;
  const std::uint32_t bucket = buckets_.table().find_or_add(owner, static_cast<std::uint64_t>(key));
  buckets_.table().add(bucket, 1);
  if (!is_leaf()) batch_.push(window, doc, bucket);
}

void NumberTermsCollector::add(std::uint32_t owner, std::int64_t key, std::uint64_t docs) {
  if (!filter_.accepts(key)) return;
  buckets_.table().add(buckets_.table().find_or_add(owner, static_cast<std::uint64_t>(key)), docs);
}

void NumberTermsCollector::end_segment() {
  if (counting_) {
    counter_.for_each([&](std::int64_t encoded, std::uint64_t docs) { add(0, segment_.key(encoded), docs); });
    if (values_.has_missing() && counter_.missing() != 0) add(0, values_.missing_key(), counter_.missing());
  }
  if (buckets_.wants_empty() && segment_.numbers != nullptr) add_all_values();
  Collector::end_segment();
}

void NumberTermsCollector::add_all_values() {
  for (std::uint32_t doc = 0; doc < segment_docs_; ++doc) {
    if (!segment_.numbers->has_value(DocId{doc})) continue;
    segment_.numbers->for_each(DocId{doc}, [&](std::int64_t encoded) {
      const std::int64_t key = segment_.key(encoded);
      if (filter_.accepts(key)) buckets_.add_empty(static_cast<std::uint64_t>(key));
    });
  }
}

void NumberTermsCollector::finish() {
  buckets_.table().group_by_owner();
  Collector::finish();
}

AggregationResult NumberTermsCollector::result(std::uint32_t owner, BucketBudget& budget) const {
  const bool real = values_.keys() == ValueClass::real;
  const TermSelection selection = buckets_.select(owner, [real](std::uint64_t a, std::uint64_t b) {
    if (real) {
      const double left = std::bit_cast<double>(a);
      const double right = std::bit_cast<double>(b);
      return left < right ? -1 : left > right;
    }
    const auto left = static_cast<std::int64_t>(a);
    const auto right = static_cast<std::int64_t>(b);
    return left < right ? -1 : left > right;
  });
  TermsResult terms{.type = values_.type(), .other_doc_count = selection.other_doc_count};
  if (budget.take(selection.chosen.size())) {
    for (const Candidate& chosen : selection.chosen) {
      const auto key = static_cast<std::int64_t>(chosen.key);
      Bucket& bucket = terms.buckets.emplace_back();
      bucket.key = values_.value_of(key);
      bucket.key_text = values_.text_of(key);
      bucket.doc_count = chosen.count;
      bucket.sub = sub_results(chosen.number, budget);
    }
  }
  return {request_.name, &request_, std::move(terms)};
}

}  // namespace aisle::engine
