#include "server/shop_api/providers/address_rules.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/address.hpp>
#include <string>

namespace aisle::server::shop_api {
namespace {

bool judge(const std::string& text) {
  const auto address = boost::asio::ip::make_address(text);
  return address.is_v4() ? is_public(address.to_v4().to_uint()) : is_public(address.to_v6().to_bytes());
}

TEST(AddressRules, LetTheInternetThrough) {
  for (const char* text : {"1.1.1.1", "8.8.8.8", "54.187.174.169", "100.63.255.255", "100.128.0.1", "172.15.0.1",
                           "172.32.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
                           "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
    EXPECT_TRUE(judge(text)) << text;
  }
}

TEST(AddressRules, KeepWhatAFirewallHides) {
  for (const char* text :
       {"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "fc00::1",
        "fdff::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:a00:1::1",
        "2002:7f00:1::", "3fff::1"}) {
    EXPECT_FALSE(judge(text)) << text;
  }
}

}  // namespace
}  // namespace aisle::server::shop_api
