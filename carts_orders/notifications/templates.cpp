#include "carts_orders/notifications/templates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <kainjow/mustache.hpp>

#include "carts_orders/notifications/built_in_templates.hpp"

namespace aisle::shop {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t kLongestSubject = 200;
constexpr std::uintmax_t kLargestTemplate = 1u << 20;

/// C0, DEL and, in UTF-8, C1; and the marks that reorder what a reader sees (U+202A-202E, U+2066-2069).
bool is_control(std::string_view text, std::size_t at, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  length = 1;
  if (byte(0) < 0x20 || byte(0) == 0x7f) return true;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) < 0xa0) return length = 2, true;
  const bool reorders = (byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) ||
                        (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9);
  if (byte(0) == 0xe2 && reorders) return length = 3, true;
  return false;
}

std::string without_controls(const std::string& text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    const bool control = is_control(text, at, length);
    clean += control ? ' ' : text[at];
    at += control ? length : 1;
  }
  return clean;
}

/// At most that many bytes, cutting no character in two.
std::string shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  text.resize(limit);
  return text;
}

mustache::data lines_of(const Order& order) {
  mustache::data lines{mustache::data::type::list};
  for (const OrderLine& line : order.lines) {
    mustache::data entry;
    entry.set("title", line.title);
    entry.set("sku", line.sku);
    entry.set("quantity", std::to_string(line.quantity));
    entry.set("unit_price", to_string(line.unit_price));
    entry.set("total", to_string(line.total));
    lines << entry;
  }
  return lines;
}

mustache::data adjustments_of(const Order& order) {
  mustache::data adjustments{mustache::data::type::list};
  for (const Adjustment& adjustment : order.adjustments) {
    mustache::data entry;
    entry.set("label", adjustment.label.empty() ? adjustment.code : adjustment.label);
    entry.set("amount", to_string(Money{adjustment.amount, order.currency}));
    adjustments << entry;
  }
  return adjustments;
}

/// Empty texts are left out, so that sections over them show nothing.
void set_text(mustache::data& data, const char* name, const std::string& text) {
  if (!text.empty()) data.set(name, text);
}

mustache::data values_of(const Notice& notice, const Order* order) {
  mustache::data values;
  values.set("order", to_string(notice.order));
  values.set("amount", to_string(notice.amount));
  values.set("currency", std::string(notice.amount.currency.code()));
  set_text(values, "carrier", notice.carrier);
  set_text(values, "tracking", notice.tracking);
  set_text(values, "reason", notice.reason);
  if (order == nullptr) return values;
  values.set("lines", lines_of(*order));
  values.set("adjustments", adjustments_of(*order));
  values.set("subtotal", to_string(Money{order->subtotal, order->currency}));
  values.set("total", to_string(Money{order->total, order->currency}));
  return values;
}

Result<std::string> read_file(const std::filesystem::path& path, std::string otherwise) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error == std::errc::no_such_file_or_directory) return otherwise;
  if (error || size > kLargestTemplate) {
    return Error(ErrorCode::invalid_argument, fmt::format("{} cannot be read as a template", path.string()));
  }
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

/// Rendering remembers an error, so it is not const; it changes nothing else.
struct Templates::Pair {
  mutable mustache::mustache subject;
  mutable mustache::mustache text;
  RenderedNotice render(const mustache::data& values) const {
    return {shortened(without_controls(subject.render(values)), kLongestSubject), text.render(values)};
  }
};

Templates::Templates(std::string shop) : shop_(std::move(shop)) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

Result<Templates> Templates::load(std::string shop, const std::filesystem::path& folder) {
  Templates templates(std::move(shop));
  for (const BuiltInTemplate& built_in : kBuiltInTemplates) {
    const std::string name(built_in.notice);
    Result<std::string> subject = std::string(built_in.subject);
    Result<std::string> text = std::string(built_in.text);
    if (!folder.empty()) {
      subject = read_file(folder / (name + ".subject.mustache"), std::string(built_in.subject));
      text = read_file(folder / (name + ".text.mustache"), std::string(built_in.text));
    }
    if (!subject) return std::move(subject).error();
    if (!text) return std::move(text).error();
    if (auto added = templates.add(name, *subject, *text); !added) return std::move(added).error();
  }
  return templates;
}

Status Templates::add(std::string_view notice, const std::string& subject, const std::string& text) {
  auto pair = std::make_unique<Pair>(mustache::mustache(subject), mustache::mustache(text));
  for (mustache::mustache* compiled : {&pair->subject, &pair->text}) {
    if (!compiled->is_valid()) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("the template of notice '{}': {}", notice, compiled->error_message()));
    }
    compiled->set_custom_escape(without_controls);
  }
  pairs_[std::string(notice)] = std::move(pair);
  return {};
}

Result<RenderedNotice> Templates::render(const Notice& notice, const Order* order) const {
  const auto found = pairs_.find(notice.notice);
  if (found == pairs_.end()) return Error(ErrorCode::not_found, "no template", {}, notice.notice);
  mustache::data values = values_of(notice, order);
  values.set("shop", shop_);
  return found->second->render(values);
}

Result<RenderedNotice> Templates::render(const LowStock& low_stock) const {
  mustache::data values;
  values.set("shop", shop_);
  values.set("sku", low_stock.stock.sku);
  values.set("available", std::to_string(low_stock.available));
  set_text(values, "location", low_stock.stock.location);
  return pairs_.find("low_stock")->second->render(values);
}

}  // namespace aisle::shop
