#pragma once
// Which addresses are out on the internet, and which would reach what a firewall hides: this machine, private networks,
// link-local services of clouds, multicast, what is reserved (IANA special-purpose address registries).

#include <array>
#include <cstdint>

namespace aisle::server::shop_api {

/// An IPv4 address as a number, 127.0.0.1 being 0x7f000001.
bool is_public(std::uint32_t v4);
/// An IPv6 address; one that carries an IPv4 address (mapped, NAT64, 6to4) is judged by that.
bool is_public(const std::array<unsigned char, 16>& v6);

}  // namespace aisle::server::shop_api
