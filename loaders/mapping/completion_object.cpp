#include "loaders/mapping/completion_object.hpp"

#include <charconv>

namespace aisle::loaders {
namespace {

constexpr std::int64_t kMostWeight = 2'147'483'647;

std::string unknown_member(std::string_view name) {
  return "unknown field name [" + std::string(name) + "], must be one of [input, weight]";
}

}  // namespace

void CompletionObject::take(std::string_view name, const Scalar* value) {
  if (name == "input") {
    if (value == nullptr || value->kind != Scalar::Kind::text) return fail("input must be a string or an array of strings");
    inputs.push_back(value->text);
  } else if (name == "weight") {
    if (value == nullptr) return fail("weight must be a number or string");
    take_weight(*value);
  } else {
    fail(unknown_member(name));
  }
}

void CompletionObject::refuse(std::string_view name) {
  if (name == "input") return fail("input array must have string or null values");
  if (name == "weight") return fail("weight must be a number or string");
  fail(unknown_member(name));
}

void CompletionObject::take_weight(const Scalar& value) {
  std::int64_t number = value.integer;
  if (value.kind == Scalar::Kind::text) {
    const char* const end = value.text.data() + value.text.size();
    const auto [last, failed] = std::from_chars(value.text.data(), end, number);
    if (failed != std::errc() || last != end) {
      return fail("Weight must be a string representing a numeric value, but was [" + std::string(value.text) + "]");
    }
  } else if (value.kind != Scalar::Kind::integer) {
    return fail("Weight must be an integer, but was [" + std::string(value.text) + "]");
  }
  if (number < 0 || number > kMostWeight) {
    return fail("Weight must be in the interval [0..2147483647], but was [" + std::to_string(number) + "]");
  }
  weight = static_cast<std::uint32_t>(number);
}

}  // namespace aisle::loaders
