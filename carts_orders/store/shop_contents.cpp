#include "carts_orders/store/shop_contents.hpp"

#include <algorithm>

namespace aisle::shop {

void ShopContents::apply(const ChangeSet& changes) {
  changes.for_each([this]<class Record>(const RecordChanges<Record>& changed) {
    for (const auto& record : changed.upserts) put<Record>(record);
    for (const auto& key : changed.erased) of<Record>().erase(key);
  });
  for (const auto& job : changes.of<Job>().upserts) last_job = std::max(last_job, job->key);
  for (const std::int64_t job : changes.of<Job>().erased) last_job = std::max(last_job, job);
  events.insert(events.end(), changes.events.begin(), changes.events.end());
  ledger.insert(ledger.end(), changes.ledger.begin(), changes.ledger.end());
}

}  // namespace aisle::shop
