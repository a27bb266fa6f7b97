#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const FinishJob& command) {
  if (tx.find<Job>(command.job)) tx.erase<Job>(command.job);
  return noted();
}

}  // namespace aisle::shop
