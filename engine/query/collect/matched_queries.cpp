#include "engine/query/collect/matched_queries.hpp"

#include <algorithm>
#include <tuple>

#include "engine/query/filter.hpp"

namespace aisle::engine {
namespace {

/// Visits a clause and those within it.
struct NamedClauses {
  std::vector<QueryPtr>& found;

  void visit(const QueryPtr& query) {
    if (query == nullptr) return;
    if (!query->name.empty()) found.push_back(query);
    std::visit([this](const auto& node) { within(node); }, query->node);
  }
  void visit(const std::vector<QueryPtr>& queries) {
    for (const QueryPtr& query : queries) visit(query);
  }
  template <class Leaf>
  void within(const Leaf&) {}
  void within(const BoolQuery& node) {
    visit(node.must);
    visit(node.filter);
    visit(node.should);
    visit(node.must_not);
  }
  void within(const DisMaxQuery& node) { visit(node.queries); }
  void within(const ConstantScoreQuery& node) { visit(node.filter); }
  void within(const BoostingQuery& node) {
    visit(node.positive);
    visit(node.negative);
  }
  void within(const FunctionScoreQuery& node) {
    visit(node.query);
    for (const ScoreFunction& function : node.functions) visit(function.filter);
  }
};

/// Marks those of `hits` (of one target, in document order) that the clause matches.
void mark(const PreparedQuery& clause, const std::string& name, const std::vector<Hit*>& hits) {
  std::unique_ptr<DocIterator> iterator;
  std::uint32_t segment = UINT32_MAX;
  for (Hit* hit : hits) {
    if (hit->segment != segment) {
      segment = hit->segment;
      iterator = clause.iterator(segment);
    }
    if (iterator == nullptr || iterator->advance(hit->doc) != hit->doc) continue;
    std::vector<std::string>& names = hit->matched_queries;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
}

}  // namespace

Status add_matched_queries(const SearchRequest& request, const SearchLimits& limits, EpochMillis now_ms,
                           SearchResponse& response) {
  std::vector<QueryPtr> named;
  NamedClauses{named}.visit(request.query);
  NamedClauses{named}.visit(request.post_filter);
  for (std::uint32_t target = 0; target < response.targets.size(); ++target) {
    std::vector<Hit*> hits;
    for (Hit& hit : response.hits) {
      if (hit.target == target) hits.push_back(&hit);
    }
    if (hits.empty()) continue;
    std::sort(hits.begin(), hits.end(), [](const Hit* a, const Hit* b) {
      return std::tie(a->segment, a->doc) < std::tie(b->segment, b->doc);
    });
    for (const QueryPtr& query : named) {
      auto clause = prepare(query, *response.targets[target].snapshot, limits, now_ms);
      if (!clause) return std::move(clause).error();
      mark(**clause, query->name, hits);
    }
  }
  return {};
}

}  // namespace aisle::engine
