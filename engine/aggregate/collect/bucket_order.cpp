#include "engine/aggregate/collect/bucket_order.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace aisle::engine {
namespace {

Error bad_path(std::string_view path, const std::string& reason) {
  return {ErrorCode::invalid_argument, "Invalid aggregation order path [" + std::string(path) + "]. " + reason,
          "aggregation_execution_exception"};
}

const Collector* find_sub(const Collector::List& subs, std::string_view name) {
  for (const auto& sub : subs) {
    if (sub->request().name == name) return sub.get();
  }
  return nullptr;
}

/// "name", "name.property" or "name[property]"; a name may itself hold dots, so the whole is tried first.
std::pair<const Collector*, std::string_view> find_last(const Collector::List& subs, std::string_view text) {
  if (const Collector* whole = find_sub(subs, text)) return {whole, {}};
  if (text.ends_with(']')) {
    const std::size_t open = text.rfind('[');
    if (open != std::string_view::npos) {
      return {find_sub(subs, text.substr(0, open)), text.substr(open + 1, text.size() - open - 2)};
    }
  }
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return {nullptr, {}};
  return {find_sub(subs, text.substr(0, dot)), text.substr(dot + 1)};
}

Error no_such(std::string_view path, std::string_view name) {
  return bad_path(path, "The provided aggregation [" + std::string(name) +
                            "] either does not exist, or is a pipeline aggregation and cannot be used to sort the "
                            "buckets.");
}

}  // namespace

Result<BucketOrdering> BucketOrdering::resolve(const std::vector<BucketOrder>& orders, BucketOrder fallback,
                                               const Collector::List& subs) {
  BucketOrdering ordering;
  const std::vector<BucketOrder> defaults{std::move(fallback)};
  for (const BucketOrder& order : orders.empty() ? defaults : orders) {
    if (order.by != BucketOrder::By::metric) {
      ordering.steps_.push_back({.by = order.by, .ascending = order.ascending});
      continue;
    }
    Result<Step> step = resolve_path(order, subs);
    if (!step) return std::move(step).error();
    ordering.steps_.push_back(*step);
  }
  return ordering;
}

Result<BucketOrdering::Step> BucketOrdering::resolve_path(const BucketOrder& order, const Collector::List& subs) {
  const Collector::List* level = &subs;
  std::string_view rest = order.path;
  const Collector* single = nullptr;
  for (std::size_t gate = rest.find('>'); gate != std::string_view::npos; gate = rest.find('>')) {
    single = find_sub(*level, rest.substr(0, gate));
    if (single == nullptr) return no_such(order.path, rest.substr(0, gate));
    if (!single->is_single_bucket()) {
      return bad_path(order.path, "Buckets can only be sorted on a sub-aggregator path that is built out of zero or "
                                  "more single-bucket aggregations within the path and a final single-bucket or a "
                                  "metrics aggregation at the path end. [" +
                                      std::string(rest.substr(0, gate)) + "] is not single-bucket.");
    }
    level = &single->subs();
    rest.remove_prefix(gate + 1);
  }
  Step step{.by = BucketOrder::By::metric, .ascending = order.ascending};
  if (rest == "_count" && single != nullptr) {
    step.metric = single;
  } else {
    std::tie(step.metric, step.property) = find_last(*level, rest);
  }
  if (step.metric == nullptr) return no_such(order.path, rest);
  std::string reason = step.metric->why_no_sort_value(step.property);
  if (!reason.empty()) return bad_path(order.path, reason);
  return step;
}

int BucketOrdering::compare_metric(const Step& step, const Candidate& a, const Candidate& b) {
  const double left = step.metric->sort_value(a.number, step.property);
  const double right = step.metric->sort_value(b.number, step.property);
  // Buckets without a value come last in either direction.
  if (std::isnan(left) || std::isnan(right)) return std::isnan(left) - std::isnan(right);
  if (left == right) return 0;
  return (left < right) == step.ascending ? -1 : 1;
}

}  // namespace aisle::engine
