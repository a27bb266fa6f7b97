#include "engine/aggregate/collect/keyword_terms.hpp"

#include <algorithm>
#include <utility>

#include "engine/aggregate/kept/kept_counts.hpp"

namespace aisle::engine {

KeywordTermsCollector::KeywordTermsCollector(const Aggregation& request, List subs, FieldValues values,
                                             TermFilter filter, BucketOrdering ordering, bool is_only_segment,
                                             BucketBudget& held)
    : Collector(request, std::move(subs)),
      values_(std::move(values)),
      filter_(std::move(filter)),
      is_only_segment_(is_only_segment),
      buckets_(std::get<TermsAggregation>(request.node), std::move(ordering), held),
      batch_(subs_) {}

void KeywordTermsCollector::begin_segment(const SegmentContext& context) {
  Collector::begin_segment(context);
  segment_ = values_.open(context.view, context.schema);
  counting_ = false;
  key_of_ordinal_.clear();
  table_.clear();
  far_.clear();
}

void KeywordTermsCollector::start_counting() {
  if (counting_) return;
  counter_.begin(*segment_.ordinals);
  counting_ = true;
}

void KeywordTermsCollector::count_list(std::span<const std::uint32_t> docs) {
  start_counting();
  counter_.count(docs);
}

bool KeywordTermsCollector::collect_known(const SegmentContext& context, const KnownMatches& matches) {
  if (!counts_lists() || counting_) return false;
  start_counting();
  const bool from_terms = matches.all() && segment_.indexed;
  if (from_terms && counter_.count_all(context.view, *segment_.terms, values_.has_missing())) return true;
  const auto counts = kept_counts(context.view, matches, segment_.field, OrdinalSlots(*segment_.ordinals));
  if (counts) counter_.take(*counts);
  return counts.has_value();
}

void KeywordTermsCollector::collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                                    std::span<const std::uint32_t> owners) {
  if (segment_.ordinals == nullptr) return collect_missing(window, docs, owners);
  fit_table(owners);
  const std::uint32_t missing = segment_.ordinals->missing();
  const auto put_missing = [&](std::size_t i) {
    if (values_.has_missing()) put(window, docs[i], missing_bucket(owners[i]));
  };
  if (segment_.ordinals->is_multi_valued()) {
    segment_.ordinals->visit_multi([&](auto offsets, auto values) {
      for (std::size_t i = 0; i < docs.size(); ++i) {
        const std::uint32_t from = offsets[docs[i]];
        const std::uint32_t to = offsets[docs[i] + 1];
        if (from == to) put_missing(i);
        for (std::uint32_t at = from; at < to; ++at) put(window, docs[i], bucket_of(owners[i], values[at]));
      }
    });
  } else {
    segment_.ordinals->visit_single([&](auto ordinals) {
      for (std::size_t i = 0; i < docs.size(); ++i) {
        const std::uint32_t ordinal = ordinals[docs[i]];
        ordinal == missing ? put_missing(i) : put(window, docs[i], bucket_of(owners[i], ordinal));
      }
    });
  }
  batch_.flush(window);
}

void KeywordTermsCollector::collect_missing(MatchWindow& window, std::span<const std::uint32_t> docs,
                                            std::span<const std::uint32_t> owners) {
  if (!values_.has_missing()) return;
  for (std::size_t i = 0; i < docs.size(); ++i) put(window, docs[i], missing_bucket(owners[i]));
  batch_.flush(window);
}

void KeywordTermsCollector::fit_table(std::span<const std::uint32_t> owners) {
  const std::uint32_t last = owners.empty() ? 0 : *std::max_element(owners.begin(), owners.end());
  const std::size_t wanted = (std::size_t{last} + 1) * segment_.ordinals->term_count();
  if (wanted > table_.size() && wanted <= kMaxTable) table_.resize(wanted, kUnknown);
}

std::uint32_t KeywordTermsCollector::bucket_of(std::uint32_t owner, std::uint32_t ordinal) {
  const std::size_t at = std::size_t{owner} * segment_.ordinals->term_count() + ordinal;
  if (at < table_.size()) {
    if (table_[at] == kUnknown) table_[at] = resolve(owner, ordinal);
    return table_[at];
  }
  const auto [found, is_new] = far_.try_emplace((std::uint64_t{owner} << 32) | ordinal, kUnknown);
  if (is_new) found->second = resolve(owner, ordinal);
  return found->second;
}

std::uint32_t KeywordTermsCollector::resolve(std::uint32_t owner, std::uint32_t ordinal) {
  const std::uint32_t key = key_of(ordinal);
  return key == kRejected ? kRejected : buckets_.table().find_or_add(owner, key);
}

std::uint32_t KeywordTermsCollector::key_of(std::uint32_t ordinal) {
  if (key_of_ordinal_.empty()) key_of_ordinal_.assign(segment_.ordinals->term_count(), kUnknown);
  std::uint32_t& key = key_of_ordinal_[ordinal];
  if (key == kUnknown) {
    segment_.terms->term(TermId{ordinal}, term_);
    key = filter_.accepts(term_) ? keys_.find_or_add(term_) : kRejected;
  }
  return key;
}

std::uint32_t KeywordTermsCollector::missing_bucket(std::uint32_t owner) {
  if (!filter_.accepts(values_.missing_text())) return kRejected;
  return buckets_.table().find_or_add(owner, keys_.find_or_add(values_.missing_text()));
}

void KeywordTermsCollector::end_segment() {
  if (counting_) fold_counts();
  if (buckets_.wants_empty() && segment_.ordinals != nullptr) add_all_terms();
  Collector::end_segment();
}

void KeywordTermsCollector::fold_counts() {
  const auto counts = counter_.fold();
  if (values_.has_missing() && counter_.missing() != 0) {
    const std::uint32_t bucket = missing_bucket(0);
    if (bucket != kRejected) buckets_.table().add(bucket, counter_.missing());
  } else if (is_only_segment_ && buckets_.ordering().is_by_count() && !buckets_.wants_empty()) {
    return fold_best(counts);
  }
  for (std::uint32_t ordinal = 0; ordinal < counts.size(); ++ordinal) {
    if (counts[ordinal] == 0) continue;
    const std::uint32_t bucket = resolve(0, ordinal);
    if (bucket != kRejected) buckets_.table().add(bucket, counts[ordinal]);
  }
}

// With one segment, ordinals order as terms do: terms that cannot be among the first `size` need no look-up.
void KeywordTermsCollector::fold_best(std::span<const std::uint32_t> counts) {
  const TermsAggregation& terms = buckets_.request();
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;  // (complement of count, ordinal) sorts as wanted
  for (std::uint32_t ordinal = 0; ordinal < counts.size(); ++ordinal) {
    if (counts[ordinal] == 0 || counts[ordinal] < terms.min_doc_count) continue;
    if (!filter_.accepts_all() && key_of(ordinal) == kRejected) continue;
    found.emplace_back(~counts[ordinal], ordinal);
  }
  const std::size_t kept = static_cast<std::size_t>(std::min<std::uint64_t>(found.size(), terms.size));
  const auto middle = found.begin() + static_cast<std::ptrdiff_t>(kept);
  if (middle != found.end()) std::nth_element(found.begin(), middle, found.end());
  for (auto best = found.begin(); best != middle; ++best) {
    buckets_.table().add(resolve(0, best->second), ~best->first);
  }
  for (auto rest = middle; rest != found.end(); ++rest) buckets_.leave_out(~rest->first);
}

void KeywordTermsCollector::add_all_terms() {
  for (std::uint32_t ordinal = 0; ordinal < segment_.ordinals->term_count(); ++ordinal) {
    const std::uint32_t key = key_of(ordinal);
    if (key != kRejected) buckets_.add_empty(key);
  }
}

void KeywordTermsCollector::finish() {
  buckets_.table().group_by_owner();
  Collector::finish();
}

AggregationResult KeywordTermsCollector::result(std::uint32_t owner, BucketBudget& budget) const {
  const TermSelection selection = buckets_.select(owner, [this](std::uint64_t a, std::uint64_t b) {
    const int order = keys_.term(a).compare(keys_.term(b));
    return order < 0 ? -1 : order > 0;
  });
  TermsResult terms{.type = values_.type(), .other_doc_count = selection.other_doc_count};
  if (budget.take(selection.chosen.size())) {
    for (const Candidate& chosen : selection.chosen) {
      Bucket& bucket = terms.buckets.emplace_back();
      bucket.key = std::string(keys_.term(chosen.key));
      bucket.doc_count = chosen.count;
      bucket.sub = sub_results(chosen.number, budget);
    }
  }
  return {request_.name, &request_, std::move(terms)};
}

}  // namespace aisle::engine
