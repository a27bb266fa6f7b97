#include "server/shop_api/providers/address_rules.hpp"

#include <algorithm>
#include <cstring>

namespace aisle::server::shop_api {
namespace {

struct BlockV4 {
  std::uint32_t address;
  int bits;
};
constexpr BlockV4 kNotPublicV4[] = {
    {0x00000000, 8},   // this network
    {0x0a000000, 8},   // private
    {0x64400000, 10},  // shared by carriers
    {0x7f000000, 8},   // loopback
    {0xa9fe0000, 16},  // link-local, metadata of clouds
    {0xac100000, 12},  // private
    {0xc0000000, 24},  // protocol assignments
    {0xc0000200, 24},  // documentation
    {0xc0586300, 24},  // 6to4 relays, given up
    {0xc0a80000, 16},  // private
    {0xc6120000, 15},  // benchmarks
    {0xc6336400, 24},  // documentation
    {0xcb007100, 24},  // documentation
    {0xe0000000, 4},   // multicast
    {0xf0000000, 4},   // reserved, broadcast
};

bool begins(const std::array<unsigned char, 16>& v6, std::initializer_list<unsigned char> prefix) {
  return std::equal(prefix.begin(), prefix.end(), v6.begin());
}

std::uint32_t v4_at(const std::array<unsigned char, 16>& v6, std::size_t at) {
  return std::uint32_t{v6[at]} << 24 | std::uint32_t{v6[at + 1]} << 16 | std::uint32_t{v6[at + 2]} << 8 | v6[at + 3];
}

}  // namespace

bool is_public(std::uint32_t v4) {
  return std::ranges::none_of(kNotPublicV4,
                              [&](const BlockV4& block) { return (v4 ^ block.address) >> (32 - block.bits) == 0; });
}

bool is_public(const std::array<unsigned char, 16>& v6) {
  if (begins(v6, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return is_public(v4_at(v6, 12));
  if (begins(v6, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return is_public(v4_at(v6, 12));
  if (begins(v6, {0x20, 0x02})) return is_public(v4_at(v6, 2));
  const bool global_unicast = (v6[0] & 0xe0) == 0x20;             // 2000::/3: everything else is special
  const bool teredo = begins(v6, {0x20, 0x01, 0, 0});             // wraps addresses of anybody's choice
  const bool special = begins(v6, {0x20, 0x01}) && v6[2] < 0x02;  // 2001::/23, protocol assignments
  const bool documentation = begins(v6, {0x20, 0x01, 0x0d, 0xb8}) || (begins(v6, {0x3f, 0xff}) && v6[2] < 0x10);
  return global_unicast && !teredo && !special && !documentation;
}

}  // namespace aisle::server::shop_api
