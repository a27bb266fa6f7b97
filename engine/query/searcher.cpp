#include "engine/query/searcher.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "engine/query/collect/matched_queries.hpp"
#include "engine/query/collect/target_search.hpp"
#include "engine/query/scoring/query_failure.hpp"

namespace aisle::engine {
namespace {

Error illegal(std::string message) {
  return Error(ErrorCode::invalid_argument, std::move(message), "illegal_argument");
}

Status check(const SearchRequest& request, const SearchLimits& limits) {
  const std::uint64_t window = request.from + request.size;
  if (window > limits.max_result_window || window < request.from) {
    return illegal(fmt::format(
        "Result window is too large, from + size must be less than or equal to: [{}] but was [{}]. See the scroll api "
        "for a more efficient way to request large data sets. This limit can be set by changing the "
        "[index.max_result_window] index level setting.",
        limits.max_result_window, window));
  }
  if (!request.search_after) return {};
  if (request.from > 0) return illegal("`from` parameter must be set to 0 when `search_after` is used.");
  if (request.sort.empty()) return illegal("Sort must contain at least one field.");
  return {};
}

bool is_score_order(const SearchRequest& request) {
  if (request.search_after) return false;
  return request.sort.empty() || (request.sort.size() == 1 && request.sort[0].kind == SortKey::Kind::score &&
                                  request.sort[0].descending);
}

bool needs_scores(const SearchRequest& request) {
  const bool sorts_by_score = std::any_of(request.sort.begin(), request.sort.end(),
                                          [](const SortKey& key) { return key.kind == SortKey::Kind::score; });
  return is_score_order(request) || sorts_by_score || request.track_scores || request.min_score.has_value();
}

/// One request as it goes through its targets.
class Search {
 public:
  Search(std::vector<SearchTarget> targets, const SearchRequest& request, const SearchLimits& limits)
      : request_(request),
        limits_(limits),
        now_ms_(SystemClock().now_ms()),
        state_(request, static_cast<std::size_t>(request.from + request.size)) {
    response_.targets = std::move(targets);
    state_.scores_wanted = needs_scores(request);
  }

  Result<SearchResponse> run() {
    if (Status made = make_aggregator(); !made) return std::move(made).error();
    for (std::uint32_t i = 0; i < response_.targets.size() && !state_.timed_out; ++i) {
      if (Status searched = search_target(i); !searched) return std::move(searched).error();
    }
    take_hits();
    set_total();
    response_.timed_out = state_.timed_out;
    if (request_.named_queries && !response_.hits.empty()) {
      if (Status named = add_matched_queries(request_, limits_, now_ms_, response_); !named) {
        return std::move(named).error();
      }
    }
    if (aggregator_ != nullptr) {
      auto results = aggregator_->finish();
      if (!results) return std::move(results).error();
      response_.aggregations = std::move(*results);
    }
    return std::move(response_);
  }

 private:
  Status make_aggregator() {
    if (request_.aggregations.empty()) return {};
    const AggregationContext context{.targets = response_.targets, .limits = limits_, .now_ms = now_ms_};
    auto aggregator = Aggregator::create(request_.aggregations, context);
    if (!aggregator) return std::move(aggregator).error();
    aggregator_ = std::move(*aggregator);
    state_.aggregator = aggregator_.get();
    return {};
  }

  Status search_target(std::uint32_t i) {
    const Snapshot& snapshot = *response_.targets[i].snapshot;
    Result<TargetSearch> target =
        TargetSearch::create(request_, i, snapshot, limits_, now_ms_, state_.scores_wanted);
    if (!target) return std::move(target).error();
    if (!is_score_order(request_)) {
      Result<TopSorted> sorted = TopSorted::create(request_.sort, snapshot.schema(), state_.request.from + request_.size,
                                                   request_.search_after);
      if (!sorted) return std::move(sorted).error();
      state_.top_sorted = std::move(*sorted);
    }
    target->run(state_);
    if (!state_.top_sorted) return {};
    if (sorted_) {
      sorted_->absorb(std::move(*state_.top_sorted));
    } else {
      sorted_ = std::move(state_.top_sorted);
    }
    state_.top_sorted.reset();
    return {};
  }

  void take_hits() {
    if (is_score_order(request_)) {
      take_scored_hits();
    } else if (sorted_) {
      take_sorted_hits();
    }
  }

  void take_scored_hits() {
    const std::vector<TopScores::Entry> best = state_.top_scores.take_sorted();
    if (!best.empty()) response_.max_score = best.front().score;
    for (std::size_t i = request_.from; i < best.size(); ++i) {
      Hit& hit = add_hit(best[i].address, best[i].score);
      if (!request_.sort.empty()) hit.sort.emplace_back(static_cast<double>(best[i].score));
    }
  }

  void take_sorted_hits() {
    const std::vector<TopSorted::Entry> first = sorted_->take_sorted();
    for (std::size_t i = request_.from; i < first.size(); ++i) {
      const float unscored = std::numeric_limits<float>::quiet_NaN();
      Hit& hit = add_hit(first[i].address, state_.scores_wanted ? first[i].score : unscored);
      hit.sort = sorted_->shown(first[i]);
    }
    if (request_.track_scores && state_.best_score >= 0.0F) response_.max_score = state_.best_score;
    // With the score as the first key, the first document of all has the greatest.
    const SortKey& primary = request_.sort.front();
    if (primary.kind == SortKey::Kind::score && primary.descending && !first.empty() && !request_.search_after) {
      response_.max_score = first.front().score;
    }
  }

  Hit& add_hit(const DocAddress& address, float score) {
    Hit& hit = response_.hits.emplace_back();
    hit.target = address.target;
    hit.segment = address.segment;
    hit.doc = DocId{address.doc};
    hit.score = score;
    return hit;
  }

  void set_total() {
    const std::uint64_t limit = request_.total.limit;
    response_.total_is_lower_bound = limit != TrackTotalHits::kAll && state_.total > limit;
    response_.total = std::min(state_.total, limit);
  }

  const SearchRequest& request_;
  const SearchLimits& limits_;
  EpochMillis now_ms_;
  SearchState state_;
  SearchResponse response_;
  std::unique_ptr<Aggregator> aggregator_;
  std::optional<TopSorted> sorted_;
};

}  // namespace

Result<SearchResponse> search(std::vector<SearchTarget> targets, const SearchRequest& request,
                              const SearchLimits& limits) {
  if (Status sound = check(request, limits); !sound) return std::move(sound).error();
  try {
    return Search(std::move(targets), request, limits).run();
  } catch (const QueryFailure& failure) {
    return failure.error();
  }
}

Result<std::uint64_t> count(const std::vector<SearchTarget>& targets, const QueryPtr& query,
                            const SearchLimits& limits) {
  SearchRequest request;
  request.query = query;
  request.size = 0;
  request.total.limit = TrackTotalHits::kAll;
  SearchState state(request, 0);
  try {
    for (std::uint32_t i = 0; i < targets.size(); ++i) {
      Result<TargetSearch> target = TargetSearch::create(request, i, *targets[i].snapshot, limits,
                                                         SystemClock().now_ms(), false);
      if (!target) return std::move(target).error();
      target->run(state);
    }
  } catch (const QueryFailure& failure) {
    return failure.error();
  }
  return state.total;
}

}  // namespace aisle::engine
