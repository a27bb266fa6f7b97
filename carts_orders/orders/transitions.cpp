#include "carts_orders/orders/transitions.hpp"

namespace aisle::shop {

std::string_view to_string(OrderEvent event) {
  switch (event) {
    case OrderEvent::reserve: return "reserve";
    case OrderEvent::ask_payment: return "ask_payment";
    case OrderEvent::pay: return "pay";
    case OrderEvent::confirm: return "confirm";
    case OrderEvent::pick: return "pick";
    case OrderEvent::ship: return "ship";
    case OrderEvent::deliver: return "deliver";
    case OrderEvent::decline: return "decline";
    case OrderEvent::expire: return "expire";
    case OrderEvent::pay_late: return "pay_late";
    case OrderEvent::pay_amiss: return "pay_amiss";
    case OrderEvent::cancel: return "cancel";
    case OrderEvent::settle_cancel: return "settle_cancel";
    case OrderEvent::refund_all: return "refund_all";
    case OrderEvent::settle_refund: return "settle_refund";
  }
  return {};
}

}  // namespace aisle::shop
