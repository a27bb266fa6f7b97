#include "server/shop_api/http/value_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "analyzers/unicode/utf8.hpp"

namespace aisle::server::shop_api {

std::string text_fault(std::string_view text, const TextRule& rule) {
  if (text.size() < rule.min_bytes) return text.empty() ? "is empty" : fmt::format("is shorter than {} bytes", rule.min_bytes);
  if (text.size() > rule.max_bytes) return fmt::format("is longer than {} bytes", rule.max_bytes);
  if (!analyzers::is_valid_utf8(text)) return "is not UTF-8";
  const auto is_barred = [&](char c) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    return control && !(rule.may_have_lines && (c == '\n' || c == '\r' || c == '\t'));
  };
  return std::ranges::any_of(text, is_barred) ? "has control characters" : "";
}

std::string integer_fault(std::int64_t number, const IntegerRange& range) {
  if (number < range.min) return fmt::format("is less than {}", range.min);
  return number > range.max ? fmt::format("is more than {}", range.max) : "";
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace aisle::server::shop_api
