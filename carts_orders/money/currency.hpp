#pragma once
// ISO 4217 alphabetic codes and how many decimals their minor unit has (JPY 0, USD 2, KWD 3).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aisle::shop {

/// A currency by its three letters; a plain value of four bytes.
class Currency {
 public:
  /// No currency yet; equal to itself only.
  constexpr Currency() = default;
  /// By its upper-case ISO 4217 code; nothing for codes that ISO does not list as money in circulation.
  static std::optional<Currency> find(std::string_view code);

  std::string_view code() const { return {code_.data(), known() ? 3u : 0u}; }
  /// Decimals of the minor unit: 10^exponent minor units are one unit.
  int exponent() const { return exponent_; }
  bool known() const { return code_[0] != '\0'; }
  friend bool operator==(const Currency& a, const Currency& b) { return a.code_ == b.code_; }

 private:
  constexpr Currency(std::array<char, 3> code, std::int8_t exponent) : code_(code), exponent_(exponent) {}
  std::array<char, 3> code_{};
  std::int8_t exponent_ = 0;
};

}  // namespace aisle::shop
