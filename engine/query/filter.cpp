#include "engine/query/filter.hpp"

#include "engine/query/rewrite/rewriter.hpp"

namespace aisle::engine {
namespace {

class PlannedQuery final : public PreparedQuery {
 public:
  PlannedQuery(const Snapshot& snapshot, PlanPtr plan) : snapshot_(snapshot), plan_(std::move(plan)) {}
  std::unique_ptr<DocIterator> iterator(std::uint32_t segment) const override {
    return plan_->iterator({*snapshot_.segments()[segment].segment, segment}, false);
  }

 private:
  const Snapshot& snapshot_;
  PlanPtr plan_;
};

}  // namespace

Result<std::unique_ptr<PreparedQuery>> prepare(const QueryPtr& query, const Snapshot& snapshot,
                                               const SearchLimits& limits, EpochMillis now_ms) {
  RewriteContext context(snapshot, limits, now_ms);
  Result<PlanPtr> plan = Rewriter(context).rewrite(query, Standing{}.unscored());
  if (!plan) return std::move(plan).error();
  return std::unique_ptr<PreparedQuery>(std::make_unique<PlannedQuery>(snapshot, std::move(*plan)));
}

}  // namespace aisle::engine
