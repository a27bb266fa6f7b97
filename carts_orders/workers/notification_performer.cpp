#include "carts_orders/workers/notification_performer.hpp"

#include <utility>

namespace aisle::shop {

void NotificationPerformer::perform(const Job& job, Report report) {
  if (job.kind == job_kind::kWebhookDeliver) {
    const auto event = WebhookDeliver::decode(job.payload);
    if (!event) return report(poisoned(job, event.error().message));
    return deliver(job, *event, std::move(report));
  }
  if (!job.kind.starts_with("notify.")) return report(poisoned(job, "nobody does jobs of kind " + job.kind));
  const auto notice = Notice::decode(job.payload);
  if (!notice) return report(poisoned(job, notice.error().message));
  tell(job, *notice, std::move(report));
}

void NotificationPerformer::tell(const Job& job, const Notice& notice, Report report) {
  if (!notice.email.empty() && !is_mail_address(notice.email)) return report(poisoned(job, "not a mail address"));
  const auto rendered = templates_.render(notice, find_order_(notice.order).get());
  if (!rendered) return report(poisoned(job, rendered.error().message));
  Message message;
  message.id = notice.idempotency_key();
  message.order = notice.order;
  message.notice = notice.notice;
  message.to = notice.email;
  message.subject = rendered->subject;
  message.text = rendered->text;
  message.data = job.payload;
  message.at = job.created_at;
  sink_.send(message, lifeline_.guard([job, notice, report](const Status& sent) {
    if (!sent) return report(failed(job, sent.error()));
    report({Command(JobCommand(NotificationSent{job.key, notice.order, notice.marker}))});
  }));
}

void NotificationPerformer::deliver(const Job& job, const WebhookDeliver& event, Report report) {
  webhooks_.deliver({event.id, event.event, event.data, job.created_at}, lifeline_.guard([job, report](const Status& sent) {
    if (!sent) return report(failed(job, sent.error()));
    report({Command(JobCommand(FinishJob{job.key}))});
  }));
}

}  // namespace aisle::shop
