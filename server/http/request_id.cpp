#include "server/http/request_id.hpp"

#include <algorithm>
#include <cstdint>
#include <random>

#include "base/hash.hpp"

namespace aisle::server::http {

std::string new_request_id() {
  // A counter spread by a bijection never repeats within a thread; the random start keeps threads and processes apart.
  thread_local std::uint64_t counter = std::uint64_t{std::random_device{}()} << 32 | std::random_device{}();
  std::uint64_t number = mix64(++counter);
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, number >>= 4) *digit = "0123456789abcdef"[number & 15];
  return digits;
}

bool sound_request_id(std::string_view id) {
  constexpr std::size_t kLongest = 128;
  return !id.empty() && id.size() <= kLongest &&
         std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; });
}

}  // namespace aisle::server::http
