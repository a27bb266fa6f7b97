#pragma once
// SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104), as bytes and as digits, and comparison that tells no one how far it
// came. OpenSSL's. Any thread; throws when OpenSSL has no memory.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aisle {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view text);

/// 64 lower-case digits.
std::string to_hex(const Digest& digest);
/// The reverse, in either case; nothing for anything but 64 hexadecimal digits.
std::optional<Digest> digest_from_hex(std::string_view hex);
/// `to_hex(sha256(bytes))`.
std::string sha256_hex(std::string_view bytes);

/// Takes the same time whatever differs.
bool equal_in_constant_time(const Digest& a, const Digest& b);

}  // namespace aisle
