#pragma once
// What the shop needs of a product's document, read off its source without parsing the rest.

#include <optional>
#include <string>
#include <string_view>

namespace aisle::server::shop_api {

/// The value at a dotted path of a JSON object, as it stands in the text; members with dots in their names are found,
/// too. Nothing when there is none. One walk over the members on the way; safe on any bytes.
std::optional<std::string_view> value_at(std::string_view source, std::string_view path);

/// A string's characters, or a scalar's literal; empty for null, objects and missing values.
std::string text_of(std::optional<std::string_view> json);
/// A number, or a text that is one.
std::optional<double> number_of(std::optional<std::string_view> json);

}  // namespace aisle::server::shop_api
