#include "engine/aggregate/collect/cardinality.hpp"

#include <bit>
#include <utility>

#include "engine/aggregate/metric_values.hpp"

namespace aisle::engine {

CardinalityCollector::CardinalityCollector(const Aggregation& request, FieldValues values, bool is_only_segment,
                                           BucketBudget& held)
    : Collector(request, {}), values_(std::move(values)), is_only_segment_(is_only_segment), held_(held) {}

void CardinalityCollector::begin_segment(const SegmentContext& context) {
  segment_ = values_.open(context.view, context.schema);
  pairs_.clear();
  bits_.assign(segment_.ordinals == nullptr ? 0 : segment_.ordinals->term_count() / 64 + 1, 0);
}

void CardinalityCollector::collect(MatchWindow& /*window*/, std::span<const std::uint32_t> docs,
                                   std::span<const std::uint32_t> owners) {
  if (segment_.ordinals != nullptr) return collect_terms(docs, owners);
  if (segment_.numbers != nullptr) return collect_numbers(docs, owners);
  for (const std::uint32_t owner : owners) see_missing(owner);
}

void CardinalityCollector::collect_terms(std::span<const std::uint32_t> docs, std::span<const std::uint32_t> owners) {
  if (segment_.ordinals->is_multi_valued()) {
    segment_.ordinals->visit_multi([&](auto offsets, auto ordinals) {
      for (std::size_t i = 0; i < docs.size(); ++i) {
        const std::uint32_t from = offsets[docs[i]];
        const std::uint32_t to = offsets[docs[i] + 1];
        if (from == to) see_missing(owners[i]);
        for (std::uint32_t at = from; at < to; ++at) see(owners[i], ordinals[at]);
      }
    });
    return;
  }
  const std::uint32_t missing = segment_.ordinals->missing();
  segment_.ordinals->visit_single([&](auto ordinals) {
    for (std::size_t i = 0; i < docs.size(); ++i) {
      const std::uint32_t ordinal = ordinals[docs[i]];
      ordinal == missing ? see_missing(owners[i]) : see(owners[i], ordinal);
    }
  });
}

void CardinalityCollector::collect_numbers(std::span<const std::uint32_t> docs,
                                           std::span<const std::uint32_t> owners) {
  segment_.for_each_number(
      docs, [&](std::size_t i, std::int64_t encoded) { insert(of_number(owners[i], segment_.key(encoded))); },
      [&](std::size_t i) { see_missing(owners[i]); });
}

void CardinalityCollector::see(std::uint32_t owner, std::uint32_t ordinal) {
  if (owner == 0) {
    bits_[ordinal >> 6] |= std::uint64_t{1} << (ordinal & 63);
    return;
  }
  const std::uint64_t pair = (std::uint64_t{owner} << 32) | ordinal;
  if (!held_.exceeded() && pairs_.insert(pair).second) held_.take(1);
}

void CardinalityCollector::see_missing(std::uint32_t owner) {
  if (!values_.has_missing()) return;
  insert(values_.keys() == ValueClass::terms ? of_term(owner, values_.missing_text())
                                             : of_number(owner, values_.missing_key()));
}

CardinalityCollector::Distinct CardinalityCollector::of_term(std::uint32_t owner, std::string_view term) {
  const XXH128_hash_t fingerprint = XXH3_128bits(term.data(), term.size());
  return {fingerprint.low64, fingerprint.high64, owner};
}

void CardinalityCollector::insert(const Distinct& value) {
  if (held_.exceeded() || !distinct_.insert(value).second) return;
  held_.take(1);
  count_one(value.owner);
}

void CardinalityCollector::count_one(std::uint32_t owner) {
  if (owner >= counts_.size()) counts_.resize(std::size_t{owner} + 1, 0);
  ++counts_[owner];
}

void CardinalityCollector::end_segment() {
  for (std::uint32_t w = 0; w < bits_.size(); ++w) {
    for (std::uint64_t word = bits_[w]; word != 0; word &= word - 1) {
      fold(0, w * 64 + static_cast<std::uint32_t>(std::countr_zero(word)));
    }
  }
  for (const std::uint64_t pair : pairs_) {
    fold(static_cast<std::uint32_t>(pair >> 32), static_cast<std::uint32_t>(pair));
  }
}

void CardinalityCollector::fold(std::uint32_t owner, std::uint32_t ordinal) {
  if (is_only_segment_ && !values_.has_missing()) return count_one(owner);
  segment_.terms->term(TermId{ordinal}, term_);
  insert(of_term(owner, term_));
}

AggregationResult CardinalityCollector::result(std::uint32_t owner, BucketBudget& /*budget*/) const {
  return {request_.name, &request_,
          MetricResult{.kind = MetricAggregation::Kind::cardinality,
                       .type = values_.mapped_type(),
                       .count = count_of(owner)}};
}

double CardinalityCollector::sort_value(std::uint32_t owner, std::string_view /*property*/) const {
  return static_cast<double>(count_of(owner));
}

std::string CardinalityCollector::why_no_sort_value(std::string_view property) const {
  return why_not_named(request_.name, MetricAggregation::Kind::cardinality, property);
}

}  // namespace aisle::engine
