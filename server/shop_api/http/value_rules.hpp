#pragma once
// What a text and a number may be, wherever they come from: a body, a path, a query.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aisle::server::shop_api {

struct IntegerRange {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

/// All texts are UTF-8, also those of paths and queries, which may hold any bytes.
struct TextRule {
  std::size_t min_bytes = 1;
  std::size_t max_bytes = 256;
  bool may_have_lines = false;  ///< line feeds and tabs; other control characters are never let in
};

inline constexpr TextRule kSku{.min_bytes = 1, .max_bytes = 128};
inline constexpr TextRule kReason{.min_bytes = 0, .max_bytes = 500, .may_have_lines = true};
inline constexpr IntegerRange kQuantity{0, 1'000'000};
inline constexpr IntegerRange kAnyInteger{INT64_MIN, INT64_MAX};

/// What is wrong with `text`, to stand behind its name ("is longer than 128 bytes"); empty when nothing is.
std::string text_fault(std::string_view text, const TextRule& rule);
/// Likewise for a number ("is less than 0").
std::string integer_fault(std::int64_t number, const IntegerRange& range);

/// A decimal integer with nothing around it; nothing for anything else, also for what int64 cannot hold, for "+1" and
/// for leading zeros.
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace aisle::server::shop_api
