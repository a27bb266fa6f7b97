#pragma once
// START HERE for orders: the life of an order, as one table.
//
//   created -> reserved -> payment_pending -> paid -> confirmed -> picking -> shipped -> delivered
//                            |        |         |________|____________|          (shipped: something is on its way)
//                            |        |                  | cancel, before anything is shipped
//                            |        +--- cancel -----> cancelling -> cancelled
//                            v
//               expired, payment_failed  --late success-->  late_paid --stock is there--> confirmed
//                                                               \--no stock--> refund_pending -> refunded
//   payment_pending, late_paid --amount or currency differ--> payment_review -> confirmed, refund_pending, cancelling
//
// Rules: (a) a transition is a compare-and-set on state and version, in one commit with its stock ledger lines, its jobs
// and the webhook's id. (b) expired, payment_failed, cancelled, refunded and delivered are ends, but that money which
// comes late moves the first two to late_paid and cancelled and refunded to refund_pending: money is never kept silently.
// (c) What is not in the table does not happen: a handler that finds no row leaves the order alone, or answers 409.
//
// Several transitions may be one commit: a checkout goes to payment_pending, a payment in time to confirmed; the states
// between are in the history only. A checkout that cannot be accepted records nothing, so that no order is ever seen
// `rejected`; the state is for shops that import orders.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "carts_orders/records/order.hpp"

namespace aisle::shop {

/// What can happen to an order.
enum class OrderEvent : std::uint8_t {
  reserve,        ///< every line is held
  ask_payment,    ///< a payment was asked of the provider
  pay,            ///< the whole total came while the lines were held, or nothing was to pay
  confirm,        ///< the lines are sold
  pick,           ///< a shipment is being packed or booked
  ship,           ///< the first units are on their way
  deliver,        ///< the last units arrived
  decline,        ///< the last open payment failed
  expire,         ///< nobody paid in time
  pay_late,       ///< the whole total came after the lines were given back
  pay_amiss,      ///< another amount or currency came
  cancel,         ///< somebody entitled to it wants no more of it
  settle_cancel,  ///< no payment can come any more, and all that came went back
  refund_all,     ///< all money goes back
  settle_refund,  ///< all money is back
};
std::string_view to_string(OrderEvent event);

struct Transition {
  OrderState from;
  OrderEvent event;
  OrderState to;
};

inline constexpr std::array kTransitions = {
    Transition{OrderState::created, OrderEvent::reserve, OrderState::reserved},
    Transition{OrderState::reserved, OrderEvent::ask_payment, OrderState::payment_pending},
    Transition{OrderState::reserved, OrderEvent::pay, OrderState::paid},

    Transition{OrderState::payment_pending, OrderEvent::pay, OrderState::paid},
    Transition{OrderState::payment_pending, OrderEvent::pay_late, OrderState::late_paid},
    Transition{OrderState::payment_pending, OrderEvent::pay_amiss, OrderState::payment_review},
    Transition{OrderState::payment_pending, OrderEvent::decline, OrderState::payment_failed},
    Transition{OrderState::payment_pending, OrderEvent::expire, OrderState::expired},
    Transition{OrderState::payment_pending, OrderEvent::cancel, OrderState::cancelling},

    Transition{OrderState::paid, OrderEvent::confirm, OrderState::confirmed},

    Transition{OrderState::confirmed, OrderEvent::pick, OrderState::picking},
    Transition{OrderState::confirmed, OrderEvent::cancel, OrderState::cancelling},
    Transition{OrderState::confirmed, OrderEvent::refund_all, OrderState::refund_pending},
    Transition{OrderState::picking, OrderEvent::ship, OrderState::shipped},
    Transition{OrderState::picking, OrderEvent::cancel, OrderState::cancelling},
    Transition{OrderState::picking, OrderEvent::refund_all, OrderState::refund_pending},
    Transition{OrderState::shipped, OrderEvent::deliver, OrderState::delivered},

    Transition{OrderState::expired, OrderEvent::pay_late, OrderState::late_paid},
    Transition{OrderState::payment_failed, OrderEvent::pay_late, OrderState::late_paid},
    Transition{OrderState::late_paid, OrderEvent::confirm, OrderState::confirmed},
    Transition{OrderState::late_paid, OrderEvent::refund_all, OrderState::refund_pending},
    Transition{OrderState::late_paid, OrderEvent::pay_amiss, OrderState::payment_review},

    Transition{OrderState::payment_review, OrderEvent::confirm, OrderState::confirmed},
    Transition{OrderState::payment_review, OrderEvent::refund_all, OrderState::refund_pending},
    Transition{OrderState::payment_review, OrderEvent::cancel, OrderState::cancelling},

    Transition{OrderState::cancelling, OrderEvent::settle_cancel, OrderState::cancelled},
    Transition{OrderState::cancelled, OrderEvent::refund_all, OrderState::refund_pending},
    Transition{OrderState::refund_pending, OrderEvent::settle_refund, OrderState::refunded},
    Transition{OrderState::refunded, OrderEvent::refund_all, OrderState::refund_pending},
};

/// The state after `event`, or nothing: then the event may not happen in this state.
constexpr std::optional<OrderState> next_state(OrderState from, OrderEvent event) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == from && transition.event == event) return transition.to;
  }
  return std::nullopt;
}

}  // namespace aisle::shop
