#pragma once
// START HERE for workers: every kind of job, who does it, and what it carries.
//
// kind                         queue         done by                 reported as        when its tries are used up (dead)
// payment.create               payment       provider: open intent   IntentCreated,     the attempt fails; the order waits for
//                                                                    IntentRefused      another payment or its time's end
// payment.void                 payment       provider: give up       IntentVoided       never by tries, only when permanent
// payment.refund               payment       provider: pay back      RefundAccepted     likewise
// payment.poll                 payment       provider: how is it     IntentPolled       never; goes with the open attempt
// shipping.book                shipping      carrier: take over      ShipmentBooked     the shipment is given up: ship by hand,
//                                                                                       or requeue
// shipping.cancel              shipping      carrier: it won't come  FinishJob          nothing
// shipping.track               shipping      carrier: where is it    ShipmentTracked    nothing: report deliveries by hand
// notify.*                     notification  mail, file              NotificationSent   nothing
// webhook.deliver              notification  POST to subscribers     FinishJob          nothing
// inventory.low_stock          inventory     tell who restocks       FinishJob          nothing
// order.payment_due            timer         RunTimer                RunTimer           never
//
// Any of them may be answered with FailJob: the same job is due again after a backoff, and dead when its tries are used
// up or the failure is permanent; dead jobs wait for RequeueJob. Jobs are done at least once: a worker passes
// `idempotency_key()` on, so that the other side does it once. A report of a job that is gone changes nothing but what
// it says of the outside world (an intent that exists, a parcel that was taken).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/machine/settings.hpp"
#include "carts_orders/records/messages.hpp"
#include "carts_orders/records/order.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

namespace job_kind {
inline constexpr std::string_view kPaymentCreate = "payment.create";
inline constexpr std::string_view kPaymentVoid = "payment.void";
inline constexpr std::string_view kPaymentRefund = "payment.refund";
inline constexpr std::string_view kPaymentPoll = "payment.poll";
inline constexpr std::string_view kShippingBook = "shipping.book";
inline constexpr std::string_view kShippingCancel = "shipping.cancel";
inline constexpr std::string_view kShippingTrack = "shipping.track";
inline constexpr std::string_view kNotifyConfirmation = "notify.confirmation";
inline constexpr std::string_view kNotifyPaymentFailed = "notify.payment_failed";
inline constexpr std::string_view kNotifyShipped = "notify.shipped";
inline constexpr std::string_view kNotifyRefunded = "notify.refunded";
inline constexpr std::string_view kWebhookDeliver = "webhook.deliver";
inline constexpr std::string_view kLowStock = "inventory.low_stock";
inline constexpr std::string_view kPaymentDue = "order.payment_due";
}  // namespace job_kind

/// How a kind of job is queued and tried again.
struct JobKind {
  enum class Tries : std::uint8_t { payment, notification, endless };
  std::string_view kind;
  std::string_view queue;
  Tries tries = Tries::payment;
  EpochMillis first_backoff = 0;  ///< before the second try; doubles with each
  EpochMillis longest_backoff = 0;
};
/// Null for a kind that nobody does.
const JobKind* find_job_kind(std::string_view kind);
/// How often a job of that kind is tried before it is dead; 0: until it works.
std::int32_t tries_of(const JobKind& kind, const ShopSettings& settings);

// Payloads. `decode` fails with data_corrupt for a payload that `encode` did not write.

/// payment.create: open an intent of the whole amount.
struct PaymentCreate {
  Id order;
  std::int32_t attempt = 1;
  std::string provider;
  std::string method;  ///< the shopper's choice
  std::string email;
  Money amount;
  /// The provider gives the same intent again for the same key.
  std::string idempotency_key() const { return to_string(order) + ":pay:" + std::to_string(attempt); }
  static constexpr std::string_view kKind = job_kind::kPaymentCreate;
  std::string encode() const;
  static Result<PaymentCreate> decode(std::string_view payload);
};

/// payment.void: give the intent up. When it has captured already, the provider refuses for good: report what a poll
/// says (IntentPolled with this job), which settles the job too.
struct PaymentVoid {
  Id order;
  std::int32_t attempt = 1;
  std::string provider;
  std::string intent;
  std::string idempotency_key() const { return to_string(order) + ":void:" + std::to_string(attempt); }
  static constexpr std::string_view kKind = job_kind::kPaymentVoid;
  std::string encode() const;
  static Result<PaymentVoid> decode(std::string_view payload);
};

/// payment.refund: pay a part or all of an intent back. An answer that is not final (RefundAccepted, not settled) leaves
/// the job, due again later: then `provider_refund` is set, and the question is how it stands.
struct PaymentRefund {
  Id order;
  Id refund;
  std::int32_t attempt = 1;
  std::string provider;
  std::string intent;
  Money amount;
  std::string reason;
  std::string provider_refund;  ///< empty: not asked for yet
  std::string idempotency_key() const { return to_string(order) + ":refund:" + to_string(refund); }
  static constexpr std::string_view kKind = job_kind::kPaymentRefund;
  std::string encode() const;
  static Result<PaymentRefund> decode(std::string_view payload);
};

/// payment.poll: ask how an intent stands, because no webhook told.
struct PaymentPoll {
  Id order;
  std::int32_t attempt = 1;
  std::string provider;
  std::string intent;
  static constexpr std::string_view kKind = job_kind::kPaymentPoll;
  std::string encode() const;
  static Result<PaymentPoll> decode(std::string_view payload);
};

/// shipping.book: hand a parcel to the carrier.
struct ShippingBook {
  Id order;
  Id shipment;
  std::string carrier;
  std::string address;  ///< the order's, a JSON object or empty
  std::vector<ShippedLine> lines;
  std::string idempotency_key() const { return to_string(order) + ":book:" + to_string(shipment); }
  static constexpr std::string_view kKind = job_kind::kShippingBook;
  std::string encode() const;
  static Result<ShippingBook> decode(std::string_view payload);
};

/// shipping.cancel: the carrier took a parcel of an order that was cancelled meanwhile; it will not be handed over.
/// shipping.track: ask where a parcel is.
struct ShippingCancel {
  Id order;
  Id shipment;
  std::string carrier;
  std::string tracking;
  std::string idempotency_key() const { return to_string(order) + ":unbook:" + to_string(shipment); }
  static constexpr std::string_view kKind = job_kind::kShippingCancel;
  std::string encode() const;
  static Result<ShippingCancel> decode(std::string_view payload);
};
struct ShippingTrack {
  Id order;
  Id shipment;
  std::string carrier;
  std::string tracking;
  static constexpr std::string_view kKind = job_kind::kShippingTrack;
  std::string encode() const;
  static Result<ShippingTrack> decode(std::string_view payload);
};

/// notify.*: tell the shopper. `marker` is what NotificationSent::notice reports and Order::notified keeps: one notice
/// per marker ("confirmation", "shipped:<shipment>", "refunded:<refund>").
struct Notice {
  Id order;
  std::string notice;  ///< "confirmation", "payment_failed", "shipped", "refunded": which template
  std::string marker;
  std::string email;
  Money amount;          ///< what the notice is about: the total, or the refund
  std::string carrier;   ///< shipped
  std::string tracking;  ///< shipped
  std::string reason;    ///< payment_failed, refunded: a code
  std::string idempotency_key() const { return to_string(order) + ":notify:" + marker; }
  std::string kind() const { return "notify." + notice; }
  std::string encode() const;
  static Result<Notice> decode(std::string_view payload);
};

/// webhook.deliver: an event of the feed for subscribers. `id` is the same at every try.
struct WebhookDeliver {
  std::string id;    ///< "<order>:<version>"
  std::string event; ///< the feed's kind, "order.confirmed"
  std::string data;  ///< the feed's JSON object
  static constexpr std::string_view kKind = job_kind::kWebhookDeliver;
  std::string encode() const;
  static Result<WebhookDeliver> decode(std::string_view payload);
};

/// inventory.low_stock: `available` fell to the shop's threshold or below.
struct LowStock {
  StockKey stock;
  std::int64_t available = 0;
  static constexpr std::string_view kKind = job_kind::kLowStock;
  std::string encode() const;
  static Result<LowStock> decode(std::string_view payload);
};

/// A job that carries `payload`, for Transaction::enqueue; due at `run_at`, 0: at once.
Job make_job(std::string_view kind, const Id& subject, std::string payload, EpochMillis run_at = 0);
template <class Payload>
Job make_job(const Payload& payload, const Id& subject, EpochMillis run_at = 0) {
  return make_job(Payload::kKind, subject, payload.encode(), run_at);
}
Job make_job(const Notice& notice, const Id& subject, EpochMillis run_at = 0);

}  // namespace aisle::shop
