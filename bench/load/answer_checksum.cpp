#include "bench/load/answer_checksum.hpp"

#include <string>
#include <type_traits>

#include "base/hash.hpp"

namespace aisle::bench {
namespace {

using namespace engine;

class Checksum {
 public:
  void add(std::uint64_t number) { sum_ = mix64(sum_ ^ (number + 1)); }
  void add(std::string_view text) { add(hash64(text)); }
  void add(double number) { add(std::to_string(number)); }

  void add_key(const Value& key) {
    std::visit(
        [this](const auto& value) {
          using T = std::decay_t<decltype(value)>;
          if constexpr (std::is_same_v<T, std::string>) {
            add(std::string_view(value));
          } else if constexpr (std::is_same_v<T, double>) {
            add(value);
          } else if constexpr (!std::is_same_v<T, std::monostate>) {
            add(static_cast<std::uint64_t>(value));
          }
        },
        key);
  }
  void add(const Bucket& bucket) {
    add_key(bucket.key);
    add(bucket.from.value_or(0.0));
    add(bucket.to.value_or(0.0));
    add(bucket.doc_count);
    for (const AggregationResult& sub : bucket.sub) add(sub);
  }
  void add(const AggregationResult& result) {
    std::visit([this](const auto& node) { add_node(node); }, result.node);
  }
  std::uint64_t take() const { return sum_; }

 private:
  void add_node(const TermsResult& terms) {
    for (const Bucket& bucket : terms.buckets) add(bucket);
    add(terms.other_doc_count);
  }
  void add_node(const BucketsResult& buckets) {
    for (const Bucket& bucket : buckets.buckets) add(bucket);
  }
  void add_node(const SingleBucketResult& single) {
    add(single.doc_count);
    for (const AggregationResult& sub : single.sub) add(sub);
  }
  void add_node(const MetricResult& metric) {
    add(metric.count);
    add(metric.sum);
  }

  std::uint64_t sum_ = 0;
};

}  // namespace

std::uint64_t checksum_of(const SearchResponse& response) {
  Checksum sum;
  sum.add(response.total);
  for (const Hit& hit : response.hits) {
    sum.add(response.targets[hit.target].snapshot->segments()[hit.segment].segment->doc_id(hit.doc));
  }
  for (const AggregationResult& result : response.aggregations) sum.add(result);
  return sum.take();
}

}  // namespace aisle::bench
