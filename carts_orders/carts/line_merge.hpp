#pragma once
// The arithmetic of merging one cart's lines into another's.

#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/carts/commands.hpp"
#include "carts_orders/records/cart.hpp"

namespace aisle::shop {

/// A line that did not get what it asked for.
struct CutLine {
  std::string sku;
  std::int64_t requested = 0;
  std::int64_t quantity = 0;  ///< what it has now; 0: there is no such line
  std::string_view reason;    ///< "quantity-limit", "cart-line-limit", "money-invalid"
};

struct MergeLimits {
  std::int64_t line_quantity = 0;
  std::int64_t lines = 0;
};

/// Puts `from`'s lines into `into`. A product that only one of both has keeps its line. For one that both have:
///   max      the larger quantity; what was shown of the line (price, title, attributes) stays
///   sum      both quantities; likewise
///   replace  `from`'s quantity, and what was shown with it: the shopper's latest word
/// Quantities, lines and money beyond the limits are cut and returned; nothing else is lost, and nothing doubled.
/// A line in another currency than the cart's is cut whole.
std::vector<CutLine> merge_lines(Cart& into, const Cart& from, MergeStrategy strategy, const MergeLimits& limits);

}  // namespace aisle::shop
