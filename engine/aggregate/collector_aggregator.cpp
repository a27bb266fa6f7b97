#include "engine/aggregate/collector_aggregator.hpp"

#include <optional>
#include <string>
#include <utility>

#include "engine/aggregate/collect/build_collectors.hpp"
#include "engine/aggregate/collect/match_feed.hpp"

namespace aisle::engine {
namespace {

// Buckets, distinct values and states of metrics held while counting, all nodes together: some hundred bytes each.
constexpr std::uint64_t kMaxHeld = 10'000'000;

std::size_t segment_count(std::span<const SearchTarget> targets) {
  std::size_t count = 0;
  for (const SearchTarget& target : targets) count += target.snapshot->segments().size();
  return count;
}

class CollectorAggregator final : public Aggregator {
 public:
  explicit CollectorAggregator(const AggregationContext& context) : max_buckets_(context.limits.max_buckets) {}

  Status build(const std::vector<Aggregation>& aggregations, const AggregationContext& context,
               const FilterFactory& filters) {
    std::uint32_t node_count = 0;
    const CollectorEnvironment environment{context, filters, held_, segment_count(context.targets) <= 1, node_count};
    Result<Collector::List> built = build_collectors(aggregations, environment);
    if (!built) return std::move(built).error();
    collectors_ = std::move(*built);
    return {};
  }

  void begin_segment(std::uint32_t target, std::uint32_t segment, const SegmentView& view,
                     const Schema& schema) override {
    context_.emplace(SegmentContext{target, segment, view, schema});
    for (auto& collector : collectors_) collector->begin_segment(*context_);
    feed_.begin_segment();
  }
  void collect(DocId base, const WindowBits& matches) override { feed_.add(base, matches); }
  void collect(const MatchRange& matches) override { feed_.add(matches); }
  bool takes_lists() const override { return feed_.takes_lists(); }
  void collect(std::span<const std::uint32_t> docs) override { feed_.add(docs); }
  bool collect_known(const KnownMatches& matches) override { return feed_.add_known(*context_, matches); }
  void end_segment() override {
    feed_.end_segment();
    for (auto& collector : collectors_) collector->end_segment();
    context_.reset();
  }

  Result<std::vector<AggregationResult>> finish() override {
    for (auto& collector : collectors_) collector->finish();
    BucketBudget budget(max_buckets_);
    std::vector<AggregationResult> results;
    for (const auto& collector : collectors_) results.push_back(collector->result(0, budget));
    if (budget.exceeded() || held_.exceeded()) return too_many_buckets();
    return results;
  }

 private:
  Error too_many_buckets() const {
    return {ErrorCode::resource_exhausted,
            "Trying to create too many buckets. Must be less than or equal to: [" + std::to_string(max_buckets_) +
                "] but this number of buckets was exceeded. This limit can be set by changing the "
                "[search.max_buckets] cluster level setting.",
            "too_many_buckets"};
  }

  std::uint64_t max_buckets_;
  BucketBudget held_{kMaxHeld};
  Collector::List collectors_;
  MatchFeed feed_{collectors_};
  std::optional<SegmentContext> context_;  // of the segment at hand
};

}  // namespace

Result<std::unique_ptr<Aggregator>> create_aggregator(const std::vector<Aggregation>& aggregations,
                                                      const AggregationContext& context, FilterFactory filters) {
  auto aggregator = std::make_unique<CollectorAggregator>(context);
  if (Status built = aggregator->build(aggregations, context, filters); !built) return std::move(built).error();
  return std::unique_ptr<Aggregator>(std::move(aggregator));
}

}  // namespace aisle::engine
