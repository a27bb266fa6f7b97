#pragma once
// SHA-256 as bytes, and comparison that tells no one how far it came. OpenSSL's.
// carts_orders/crypto/sha256.hpp has the digits alone.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aisle::server::http {

using Sha256 = std::array<unsigned char, 32>;

Sha256 sha256(std::string_view bytes);
/// 64 lower-case digits.
std::string to_hex(const Sha256& digest);
/// The reverse, in either case; nothing for anything but 64 hexadecimal digits.
std::optional<Sha256> sha256_from_hex(std::string_view hex);
/// Takes the same time whatever differs.
bool equal_in_constant_time(const Sha256& a, const Sha256& b);

}  // namespace aisle::server::http
