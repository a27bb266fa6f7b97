#pragma once
// What a kind of job leaves behind when it is dead, and what a requeue brings back.

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The job is tried no more: emits "job.dead" {"job","queue","kind","error"}, and an order that waited for it goes on
/// without (job_kinds.hpp says how).
void on_dead_job(Transaction& tx, const Job& job);
/// The job will be tried again: what death took from its order is given back, where that is still possible.
void on_requeued_job(Transaction& tx, const Job& job);

}  // namespace aisle::shop
