#pragma once
// What a shopper should know about a cart before paying: what changed since the lines were put there.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/machine/settings.hpp"
#include "carts_orders/records/cart.hpp"
#include "carts_orders/records/reservation.hpp"

namespace aisle::shop {

enum class CartNoticeKind : std::uint8_t {
  price_changed,       ///< `old_price`, `new_price`
  unavailable,         ///< not in the catalog any more, without a price, or sold out
  low_stock,           ///< `available` are left, and that is enough
  insufficient_stock,  ///< `available` are left, and that is not enough
  hold_expired,        ///< carts hold stock, and this line's hold is over
};
std::string_view to_string(CartNoticeKind kind);

struct CartNotice {
  CartNoticeKind kind = CartNoticeKind::unavailable;
  std::string sku;
  std::int64_t quantity = 0;   ///< of the line
  std::int64_t available = 0;  ///< for this cart: with what it holds itself
  std::optional<Money> old_price;
  std::optional<Money> new_price;
};

/// A product as it is now. Members without a value are not known, and nothing is said about them.
struct ProductNow {
  bool exists = true;
  std::optional<Money> price;
  bool priced = true;  ///< false: it is known to have no price
  std::optional<std::int64_t> available;
};
using ProductLookUp = std::function<ProductNow(std::string_view sku)>;

/// What bears on notices beside the cart and its products.
struct NoticeRules {
  EpochMillis now = 0;
  std::int64_t low_stock = 0;
  HoldFrom hold_from = HoldFrom::checkout;
  const Reservation* hold = nullptr;  ///< what Cart::hold names, or null
};

/// In the order of the lines; a line may have several. Any thread.
std::vector<CartNotice> notices_of(const Cart& cart, const ProductLookUp& look_up, const NoticeRules& rules);

}  // namespace aisle::shop
