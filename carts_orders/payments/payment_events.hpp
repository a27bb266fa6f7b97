#pragma once
// START HERE for payments: what a provider's news does to an order, whether it came by webhook, poll or out of the park.
//
// News may come in any order and any number of times. Each kind has a rank; what does not outrank what its attempt saw
// already changes nothing: processing < failed < canceled < succeeded. Of a refund, failed outranks succeeded, because
// banks send money back that providers reported as refunded.
//
// money came while the order is            then
//   payment_pending, lines held, it fits   paid, stock sold, confirmed
//   payment_pending with the lease over,   late_paid: confirmed if there still is stock and the cart was not ordered
//   expired, payment_failed, it fits       again; else all of it goes back
//   any of these, it does not fit          payment_review
//   cancelled, refunded                    refund_pending: it goes back
//   payment_review                         kept for the reviewer
//   anything else                          it goes back: the order is paid already, or nobody wants it any more

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

/// Applies the event. False: it is too early, and nothing was changed: its intent and order are not known, or it tells
/// of money paid back of which the capture is not known.
bool apply_event(Transaction& tx, const ProviderEvent& event);

/// An attempt's intent became known: `attach_intent`, and what was parked for it happens now.
/// REQUIRES: the attempt had no intent.
void learn_intent(OrderChange& change, std::int32_t attempt, const std::string& intent, const std::string& client_secret);

/// After a refund or an attempt came to an end: what the order waited for may have happened.
void after_refund(OrderChange& change);

}  // namespace aisle::shop
