#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

const ProductFacts* Transaction::product(std::string_view sku) const {
  for (const ProductFacts& facts : request_.products) {
    if (facts.sku == sku) return &facts;
  }
  return nullptr;
}

void Transaction::emit(std::string kind, const Id& subject, std::string data) {
  Event event{.number = ++tables_.counters.last_event, .at = now_, .kind = std::move(kind), .subject = subject, .data = std::move(data)};
  tables_.events.push_back(std::move(event));
}

std::int64_t Transaction::post(LedgerEntry entry) {
  const std::int64_t number = entry.number = ++tables_.counters.last_ledger_entry;
  entry.at = now_;
  tables_.ledger.push_back(std::move(entry));
  return number;
}

std::int64_t Transaction::enqueue(Job job) {
  job.key = ++tables_.counters.last_job;
  job.created_at = now_;
  if (job.run_at == 0) job.run_at = now_;
  const std::int64_t number = job.key;
  put(std::move(job));
  return number;
}

}  // namespace aisle::shop
