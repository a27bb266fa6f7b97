#include "carts_orders/id.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace aisle::shop {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_dash(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

}  // namespace

std::string to_string(const Id& id) {
  std::string text(36, '-');
  std::size_t digit = 0;
  for (std::size_t at = 0; at < 36; ++at) {
    if (is_dash(at)) continue;
    const std::uint64_t half = digit < 16 ? id.high : id.low;
    text[at] = kHex[(half >> (60 - 4 * (digit % 16))) & 15];
    ++digit;
  }
  return text;
}

std::optional<Id> parse_id(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Id id;
  std::size_t digits = 0;
  for (std::size_t at = 0; at < 36; ++at) {
    if (is_dash(at)) {
      if (text[at] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_digit(text[at]);
    if (value < 0) return std::nullopt;
    std::uint64_t& half = digits < 16 ? id.high : id.low;
    half = half << 4 | static_cast<std::uint64_t>(value);
    ++digits;
  }
  return id;
}

void SystemEntropy::fill(std::span<std::byte> out) {
  assert(out.size() <= sizeof(pool_) && "more random bytes were asked for than one refill brings");
  if (sizeof(pool_) - used_ < out.size()) {
    std::size_t have = 0;
    while (have < sizeof(pool_)) {
      const ssize_t got = getrandom(pool_ + have, sizeof(pool_) - have, 0);
      if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
      if (got > 0) have += static_cast<std::size_t>(got);
    }
    used_ = 0;
  }
  std::memcpy(out.data(), pool_ + used_, out.size());
  std::memset(pool_ + used_, 0, out.size());  // a token must not be found twice in memory
  used_ += out.size();
}

std::uint64_t SeededEntropy::next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  return mix64(state_);
}

void SeededEntropy::fill(std::span<std::byte> out) {
  for (std::size_t at = 0; at < out.size(); at += 8) {
    const std::uint64_t word = next();
    std::memcpy(out.data() + at, &word, std::min<std::size_t>(8, out.size() - at));
  }
}

Id new_id(Entropy& entropy, EpochMillis now) {
  Id id;
  entropy.fill(std::as_writable_bytes(std::span(&id, 1)));
  id.high = static_cast<std::uint64_t>(now) << 16 | 0x7000U | (id.high & 0x0FFFU);
  id.low = (id.low & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
  return id;
}

std::string new_token(Entropy& entropy, std::size_t bytes) {
  std::string raw(bytes, '\0');
  entropy.fill(std::as_writable_bytes(std::span(raw)));
  std::string token;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : raw) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) token += kBase64Url[(bits >> (held - 6)) & 63];
  }
  if (held > 0) token += kBase64Url[(bits << (6 - held)) & 63];
  return token;
}

}  // namespace aisle::shop
