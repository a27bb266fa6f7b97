#include "engine/query/rewrite/minimum_should_match.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace aisle::engine {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Result<std::int64_t> parse_int(std::string_view text) {
  std::int32_t value = 0;
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem == std::errc{} && end == digits.data() + digits.size()) return std::int64_t{value};
  return Error(ErrorCode::invalid_argument, fmt::format("For input string: \"{}\"", text), "number_format");
}

Result<std::int64_t> simple(std::int64_t clauses, std::string_view text) {
  const bool percent = text.find('%') != std::string_view::npos;
  const Result<std::int64_t> number = parse_int(percent ? text.substr(0, text.size() - 1) : text);
  if (!number) return number.error();
  std::int64_t wanted = *number;
  if (percent) wanted = static_cast<std::int64_t>(static_cast<float>(clauses * wanted) * (1 / 100.0F));
  // The sign is the specification's: -25% of three clauses rounds to none left out.
  return std::max<std::int64_t>(0, *number < 0 ? clauses + wanted : wanted);
}

/// Splits at spaces that do not stand around a '<'.
std::string_view next_condition(std::string_view& rest) {
  rest = trim(rest);
  std::size_t end = 0;
  while (end < rest.size()) {
    if (rest[end] == ' ') {
      const std::size_t after = rest.find_first_not_of(' ', end);
      if (rest[end - 1] != '<' && (after == std::string_view::npos || rest[after] != '<')) break;
    }
    ++end;
  }
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end);
  return part;
}

Result<std::int64_t> conditional(std::int64_t clauses, std::string_view text) {
  std::int64_t wanted = clauses;
  while (!trim(text).empty()) {
    const std::string_view part = next_condition(text);
    const std::size_t less = part.find('<');
    const Result<std::int64_t> bound = parse_int(trim(part.substr(0, less)));
    if (!bound) return bound.error();
    if (clauses <= *bound) return wanted;
    const Result<std::int64_t> then =
        simple(clauses, less == std::string_view::npos ? std::string_view{} : trim(part.substr(less + 1)));
    if (!then) return then.error();
    wanted = *then;
  }
  return wanted;
}

}  // namespace

Result<std::uint32_t> minimum_should_match(std::uint32_t optional_clauses, std::string_view specification) {
  const std::string_view text = trim(specification);
  const bool has_condition = text.find('<') != std::string_view::npos;
  const Result<std::int64_t> wanted =
      has_condition ? conditional(optional_clauses, text) : simple(optional_clauses, text);
  if (!wanted) return wanted.error();
  return static_cast<std::uint32_t>(std::min<std::int64_t>(*wanted, UINT32_MAX));
}

}  // namespace aisle::engine
