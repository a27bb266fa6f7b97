#include "carts_orders/payments/provider.hpp"

#include <fmt/format.h>

namespace aisle::shop {
namespace {

std::string_view word(ProviderIntent::Status status) {
  switch (status) {
    case ProviderIntent::Status::open: return "open";
    case ProviderIntent::Status::processing: return "processing";
    case ProviderIntent::Status::succeeded: return "succeeded";
    case ProviderIntent::Status::failed: return "failed";
    case ProviderIntent::Status::voided: return "voided";
  }
  return "open";
}

ProviderEvent::Type type_of(ProviderIntent::Status status) {
  switch (status) {
    case ProviderIntent::Status::open: return ProviderEvent::Type::other;
    case ProviderIntent::Status::processing: return ProviderEvent::Type::payment_processing;
    case ProviderIntent::Status::succeeded: return ProviderEvent::Type::payment_succeeded;
    case ProviderIntent::Status::failed: return ProviderEvent::Type::payment_failed;
    case ProviderIntent::Status::voided: return ProviderEvent::Type::payment_canceled;
  }
  return ProviderEvent::Type::other;
}

ProviderEvent::Type type_of(ProviderRefund::Status status) {
  switch (status) {
    case ProviderRefund::Status::pending: return ProviderEvent::Type::other;
    case ProviderRefund::Status::succeeded: return ProviderEvent::Type::refund_succeeded;
    case ProviderRefund::Status::failed: return ProviderEvent::Type::refund_failed;
  }
  return ProviderEvent::Type::other;
}

}  // namespace

bool is_transient(const Error& error) {
  switch (error.code) {
    case ErrorCode::unavailable:
    case ErrorCode::deadline_exceeded:
    case ErrorCode::resource_exhausted:
    case ErrorCode::conflict:
    case ErrorCode::data_corrupt:
    case ErrorCode::internal: return true;
    default: return false;
  }
}

ProviderEvent event_of(std::string_view provider, const ProviderIntent& intent) {
  ProviderEvent event;
  event.provider = provider;
  event.id = fmt::format("poll:{}:{}:{}", intent.id, word(intent.status), intent.received);
  event.type = type_of(intent.status);
  event.intent = intent.id;
  event.order = intent.order;
  event.amount = intent.received;
  event.currency = intent.currency;
  event.failure = intent.failure;
  return event;
}

ProviderEvent event_of(std::string_view provider, const ProviderRefund& refund, const RefundRequest& request) {
  ProviderEvent event;
  event.provider = provider;
  event.id = fmt::format("poll:{}:{}", refund.id, static_cast<int>(refund.status));
  event.type = type_of(refund.status);
  event.intent = request.intent;
  event.order = request.order;
  event.amount = refund.amount;
  event.currency = request.amount.currency.code();
  event.refund = refund.id;
  event.refund_id = request.refund;
  event.failure = refund.failure;
  return event;
}

}  // namespace aisle::shop
