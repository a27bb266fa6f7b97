#pragma once
// SHA-256 (FIPS 180-4), by OpenSSL.

#include <string>
#include <string_view>

namespace aisle::shop {

/// 64 lower-case hexadecimal digits. Any thread. Throws std::bad_alloc when OpenSSL has no memory.
std::string sha256_hex(std::string_view bytes);

}  // namespace aisle::shop
