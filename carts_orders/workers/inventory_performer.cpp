#include "carts_orders/workers/inventory_performer.hpp"

#include <fmt/format.h>

#include <utility>

namespace aisle::shop {

Message InventoryPerformer::message_of(const Job& job, const RenderedNotice& rendered, std::string id) const {
  Message message;
  message.id = std::move(id);
  message.notice = "low_stock";
  message.to = restocker_;
  message.subject = rendered.subject;
  message.text = rendered.text;
  message.data = job.payload;
  message.at = job.created_at;
  return message;
}

void InventoryPerformer::perform(const Job& job, Report report) {
  if (job.kind != job_kind::kLowStock) return report(poisoned(job, "nobody does jobs of kind " + job.kind));
  const auto low = LowStock::decode(job.payload);
  if (!low) return report(poisoned(job, low.error().message));
  const auto rendered = templates_.render(*low);
  if (!rendered) return report(poisoned(job, rendered.error().message));
  // Stock may run low many times: the job's number tells the times apart, and is the same at every try.
  const std::string id = fmt::format("low_stock:{}", job.key);
  sink_.send(message_of(job, *rendered, id), lifeline_.guard([this, job, id, report](const Status& sent) {
    if (!sent) return report(failed(job, sent.error()));
    webhooks_.deliver({id, "stock.low", job.payload, job.created_at}, lifeline_.guard([job, report](const Status& told) {
      if (!told) return report(failed(job, told.error()));
      report({Command(JobCommand(FinishJob{job.key}))});
    }));
  }));
}

}  // namespace aisle::shop
