#include "carts_orders/records/cart.hpp"
#include "carts_orders/records/messages.hpp"
#include "carts_orders/records/order.hpp"
#include "carts_orders/records/reservation.hpp"

namespace aisle::shop {

std::string_view to_string(ReservationState state) {
  switch (state) {
    case ReservationState::pending: return "pending";
    case ReservationState::committed: return "committed";
    case ReservationState::released: return "released";
    case ReservationState::expired: return "expired";
    case ReservationState::fulfilled: return "fulfilled";
    case ReservationState::restocked: return "restocked";
  }
  return {};
}

std::string_view to_string(CartState state) {
  switch (state) {
    case CartState::active: return "active";
    case CartState::in_checkout: return "in_checkout";
    case CartState::ordered: return "ordered";
    case CartState::merged: return "merged";
    case CartState::expired: return "expired";
  }
  return {};
}

std::string_view to_string(OrderState state) {
  switch (state) {
    case OrderState::created: return "created";
    case OrderState::reserved: return "reserved";
    case OrderState::payment_pending: return "payment_pending";
    case OrderState::paid: return "paid";
    case OrderState::confirmed: return "confirmed";
    case OrderState::picking: return "picking";
    case OrderState::shipped: return "shipped";
    case OrderState::delivered: return "delivered";
    case OrderState::rejected: return "rejected";
    case OrderState::expired: return "expired";
    case OrderState::payment_failed: return "payment_failed";
    case OrderState::late_paid: return "late_paid";
    case OrderState::payment_review: return "payment_review";
    case OrderState::refund_pending: return "refund_pending";
    case OrderState::refunded: return "refunded";
    case OrderState::cancelling: return "cancelling";
    case OrderState::cancelled: return "cancelled";
  }
  return {};
}

bool is_terminal(OrderState state) {
  switch (state) {
    case OrderState::delivered:
    case OrderState::rejected:
    case OrderState::expired:
    case OrderState::payment_failed:
    case OrderState::refunded:
    case OrderState::cancelled: return true;
    default: return false;
  }
}

std::string_view to_string(PaymentAttempt::State state) {
  switch (state) {
    case PaymentAttempt::State::creating: return "creating";
    case PaymentAttempt::State::pending: return "pending";
    case PaymentAttempt::State::succeeded: return "succeeded";
    case PaymentAttempt::State::failed: return "failed";
    case PaymentAttempt::State::voiding: return "voiding";
    case PaymentAttempt::State::voided: return "voided";
  }
  return {};
}

std::string_view to_string(Refund::State state) {
  switch (state) {
    case Refund::State::pending: return "pending";
    case Refund::State::succeeded: return "succeeded";
    case Refund::State::failed: return "failed";
  }
  return {};
}

std::string_view to_string(Shipment::State state) {
  switch (state) {
    case Shipment::State::requested: return "requested";
    case Shipment::State::shipped: return "shipped";
    case Shipment::State::delivered: return "delivered";
    case Shipment::State::cancelled: return "cancelled";
  }
  return {};
}

std::string_view to_string(Job::State state) {
  switch (state) {
    case Job::State::ready: return "ready";
    case Job::State::dead: return "dead";
  }
  return {};
}

}  // namespace aisle::shop
