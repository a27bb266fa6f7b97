#include "server/shop_api/catalog/product_source.hpp"

#include <charconv>
#include <cmath>

#include "loaders/mapping/raw_json.hpp"

namespace aisle::server::shop_api {
namespace {

using loaders::RawJson;

/// What of `path` is left after a member of this name: empty when it is the whole, nothing when it is another member.
std::optional<std::string_view> rest_after(std::string_view path, std::string_view member) {
  if (!path.starts_with(member)) return std::nullopt;
  path.remove_prefix(member.size());
  if (path.empty()) return path;
  if (path.front() != '.') return std::nullopt;
  return path.substr(1);
}

}  // namespace

std::optional<std::string_view> value_at(std::string_view source, std::string_view path) {
  RawJson json(source);
  if (!json.take('{')) return std::nullopt;
  std::string_view quoted, value;
  std::string unescaped;
  while (json.take_string(quoted) && json.take(':') && json.take_value(value)) {
    const auto rest = rest_after(path, loaders::unquoted(quoted, unescaped));
    if (rest && rest->empty()) return value;
    if (rest && value.starts_with('{')) {
      if (const auto below = value_at(value, *rest)) return below;
    }
    if (!json.take(',')) break;
  }
  return std::nullopt;
}

std::string text_of(std::optional<std::string_view> json) {
  if (!json || json->empty() || *json == "null" || json->front() == '{') return {};
  if (json->front() == '[') {
    RawJson elements(*json);
    std::string_view first;
    return elements.take('[') && elements.take_value(first) && first.front() != '[' ? text_of(first) : std::string();
  }
  std::string unescaped;
  if (json->front() == '"') return std::string(loaders::unquoted(*json, unescaped));
  return std::string(*json);
}

std::optional<double> number_of(std::optional<std::string_view> json) {
  const std::string text = text_of(json);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace aisle::server::shop_api
