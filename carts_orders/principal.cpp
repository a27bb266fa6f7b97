#include "carts_orders/principal.hpp"

namespace aisle::shop {

std::string Principal::owner() const {
  switch (kind) {
    case Kind::anonymous: return "anonymous";
    case Kind::shopper: return "user:" + subject;
    case Kind::guest: return "guest:" + subject;
    case Kind::service: return "key:" + subject;
    case Kind::internal: return "aisle";
  }
  return {};
}

}  // namespace aisle::shop
