#pragma once
// What shoppers and shop owners read: Mustache templates, built in, each replaceable by a file of the shop's own.
//
//   <folder>/<notice>.subject.mustache, <folder>/<notice>.text.mustache
//   notices: confirmation, payment_failed, shipped, refunded, low_stock
//   values: shop, order, amount, carrier, tracking, reason, lines (title, sku, quantity, unit_price, total),
//           adjustments (label, amount), subtotal, total, currency; for low_stock: sku, location, available

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/records/order.hpp"

namespace aisle::shop {

struct RenderedNotice {
  std::string subject;  ///< one line without control characters, at most 200 bytes
  std::string text;
};

/// Text is not HTML: values stand as they are but for control characters, which become spaces, so that no value can
/// pretend to be another line. Used by one thread.
class Templates {
 public:
  /// The built-in ones, those of `folder` over them unless it is empty. Errors: a template that cannot be parsed or read.
  static Result<Templates> load(std::string shop, const std::filesystem::path& folder = {});
  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;
  ~Templates();

  /// `order` may be null: then its lines are left out. Errors: not_found for a notice without template.
  Result<RenderedNotice> render(const Notice& notice, const Order* order) const;
  Result<RenderedNotice> render(const LowStock& low_stock) const;

 private:
  struct Pair;
  explicit Templates(std::string shop);
  Status add(std::string_view notice, const std::string& subject, const std::string& text);

  std::string shop_;
  std::map<std::string, std::unique_ptr<Pair>, std::less<>> pairs_;
};

}  // namespace aisle::shop
