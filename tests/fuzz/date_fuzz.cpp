// Input: a format, a newline, a text. Whatever both are, nothing breaks; what is parsed can be written.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/schema/date_format.hpp"
#include "engine/schema/time_value.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aisle::engine;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t newline = input.find('\n');
  const std::string_view format = input.substr(0, newline);
  const std::string_view text = newline == std::string_view::npos ? "" : input.substr(newline + 1);
  (void)parse_time_value(text, "x");
  const auto compiled = DateFormat::compile(format);
  if (!compiled) return 0;
  const auto date = compiled->parse(text, {.rounding = DateRounding::up, .now = 1'700'000'000'000});
  if (date) (void)compiled->format(*date);
  return 0;
}
