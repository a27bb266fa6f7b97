#include "carts_orders/carts/notices.hpp"

#include "carts_orders/inventory/stock_moves.hpp"

namespace aisle::shop {
namespace {

/// Units of the line that the cart holds itself, with a lease that runs.
std::int64_t held(const CartLine& line, const NoticeRules& rules) {
  if (rules.hold == nullptr || state_at(*rules.hold, rules.now) != ReservationState::pending) return 0;
  for (const ReservedLine& reserved : rules.hold->lines) {
    if (reserved.stock == StockKey{.sku = line.sku}) return reserved.quantity;
  }
  return 0;
}

CartNotice about(const CartLine& line, CartNoticeKind kind, std::int64_t available = 0) {
  return {.kind = kind, .sku = line.sku, .quantity = line.quantity, .available = available, .old_price = {}, .new_price = {}};
}

CartNotice price_changed(const CartLine& line, const Money& price) {
  CartNotice notice = about(line, CartNoticeKind::price_changed);
  notice.old_price = line.unit_price;
  notice.new_price = price;
  return notice;
}

std::optional<CartNotice> stock_notice(const CartLine& line, std::int64_t available, const NoticeRules& rules) {
  if (available <= 0) return about(line, CartNoticeKind::unavailable);
  if (available < line.quantity) return about(line, CartNoticeKind::insufficient_stock, available);
  if (available <= rules.low_stock) return about(line, CartNoticeKind::low_stock, available);
  return std::nullopt;
}

void notice_line(const CartLine& line, const ProductNow& product, const NoticeRules& rules, std::vector<CartNotice>& out) {
  if (!product.exists || !product.priced) {
    out.push_back(about(line, CartNoticeKind::unavailable));
    return;
  }
  if (product.price && *product.price != line.unit_price) out.push_back(price_changed(line, *product.price));
  const std::int64_t own = held(line, rules);
  if (rules.hold_from == HoldFrom::cart && own < line.quantity) out.push_back(about(line, CartNoticeKind::hold_expired));
  if (!product.available) return;
  if (auto notice = stock_notice(line, *product.available + own, rules)) out.push_back(*std::move(notice));
}

}  // namespace

std::string_view to_string(CartNoticeKind kind) {
  switch (kind) {
    case CartNoticeKind::price_changed: return "price-changed";
    case CartNoticeKind::unavailable: return "unavailable";
    case CartNoticeKind::low_stock: return "low-stock";
    case CartNoticeKind::insufficient_stock: return "insufficient-stock";
    case CartNoticeKind::hold_expired: return "hold-expired";
  }
  return {};
}

std::vector<CartNotice> notices_of(const Cart& cart, const ProductLookUp& look_up, const NoticeRules& rules) {
  std::vector<CartNotice> notices;
  for (const CartLine& line : cart.lines) notice_line(line, look_up(line.sku), rules, notices);
  return notices;
}

}  // namespace aisle::shop
