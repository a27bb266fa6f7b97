#pragma once
// States as the words they are stored as, and back.

#include <optional>
#include <string_view>
#include <type_traits>

#include "carts_orders/records/cart.hpp"
#include "carts_orders/records/messages.hpp"
#include "carts_orders/records/order.hpp"
#include "carts_orders/records/reservation.hpp"

namespace aisle::shop {

/// The enumerator of that word. Enumerators count from 0 without gaps, and `to_string` has no word past the last.
template <class Enum>
  requires std::is_enum_v<Enum>
std::optional<Enum> from_word(std::string_view word) {
  for (std::underlying_type_t<Enum> at = 0;; ++at) {
    const std::string_view candidate = to_string(static_cast<Enum>(at));
    if (candidate.empty()) return std::nullopt;
    if (candidate == word) return static_cast<Enum>(at);
  }
}

}  // namespace aisle::shop
