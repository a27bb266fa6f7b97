#include "carts_orders/carts/line_merge.hpp"

#include <algorithm>
#include <utility>

#include "carts_orders/carts/cart_json.hpp"
#include "carts_orders/carts/line_rules.hpp"

namespace aisle::shop {
namespace {

std::int64_t wanted(MergeStrategy strategy, std::int64_t mine, std::int64_t theirs) {
  switch (strategy) {
    case MergeStrategy::max: return std::max(mine, theirs);
    case MergeStrategy::sum: return mine + theirs;
    case MergeStrategy::replace: return theirs;
  }
  std::unreachable();
}

bool fits_currency(const Cart& cart, const CartLine& line) {
  return cart.lines.empty() || cart.lines.front().unit_price.currency == line.unit_price.currency;
}

/// Both lines as one, before limits.
CartLine combined(const CartLine& mine, const CartLine& theirs, MergeStrategy strategy) {
  CartLine line = strategy == MergeStrategy::replace ? theirs : mine;
  line.quantity = wanted(strategy, mine.quantity, theirs.quantity);
  line.added_at = std::min(mine.added_at, theirs.added_at);
  return line;
}

class Merge {
 public:
  Merge(Cart& cart, const MergeLimits& limits) : cart_(cart), limits_(limits) {}

  void add(const CartLine& line) {
    if (!fits_currency(cart_, line)) return cut(line.sku, line.quantity, 0, "money-invalid");
    if (std::ssize(cart_.lines) >= limits_.lines) return cut(line.sku, line.quantity, 0, "cart-line-limit");
    cart_.lines.push_back(line);
    limit_quantity(cart_.lines.back());
    if (subtotal_of(cart_, {})) return;
    cart_.lines.pop_back();
    cut(line.sku, line.quantity, 0, "money-invalid");
  }
  void combine(CartLine& mine, const CartLine& theirs, MergeStrategy strategy) {
    if (mine.unit_price.currency != theirs.unit_price.currency) {
      return cut(mine.sku, wanted(strategy, mine.quantity, theirs.quantity), mine.quantity, "money-invalid");
    }
    const CartLine before = std::exchange(mine, combined(mine, theirs, strategy));
    const std::int64_t requested = mine.quantity;
    limit_quantity(mine);
    if (subtotal_of(cart_, {})) return;
    mine = before;
    cut(before.sku, requested, before.quantity, "money-invalid");
  }
  std::vector<CutLine> cuts() && { return std::move(cuts_); }

 private:
  void limit_quantity(CartLine& line) {
    if (line.quantity <= limits_.line_quantity) return;
    cut(line.sku, line.quantity, limits_.line_quantity, "quantity-limit");
    line.quantity = limits_.line_quantity;
  }
  /// The last word about a line counts.
  void cut(const std::string& sku, std::int64_t requested, std::int64_t quantity, std::string_view reason) {
    if (!cuts_.empty() && cuts_.back().sku == sku) cuts_.pop_back();
    cuts_.push_back({sku, requested, quantity, reason});
  }

  Cart& cart_;
  const MergeLimits& limits_;
  std::vector<CutLine> cuts_;
};

}  // namespace

std::vector<CutLine> merge_lines(Cart& into, const Cart& from, MergeStrategy strategy, const MergeLimits& limits) {
  Merge merge(into, limits);
  for (const CartLine& line : from.lines) {
    if (CartLine* mine = find_line(into, line.sku)) {
      merge.combine(*mine, line, strategy);
    } else {
      merge.add(line);
    }
  }
  return std::move(merge).cuts();
}

}  // namespace aisle::shop
