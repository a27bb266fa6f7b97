#include "server/shop_api/providers/url.hpp"

#include <gtest/gtest.h>

namespace aisle::server::shop_api {
namespace {

TEST(Url, IsTakenApart) {
  const auto plain = parse_url("https://hooks.example.com/a/b?c=d");
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->tls);
  EXPECT_EQ(plain->host, "hooks.example.com");
  EXPECT_EQ(plain->port, 443);
  EXPECT_EQ(plain->target, "/a/b?c=d");
  const auto v6 = parse_url("http://[::1]:8080");
  ASSERT_TRUE(v6);
  EXPECT_FALSE(v6->tls);
  EXPECT_EQ(v6->host, "::1");
  EXPECT_EQ(v6->host_header, "[::1]:8080");
  EXPECT_EQ(v6->port, 8080);
  EXPECT_EQ(v6->target, "/");
  EXPECT_EQ(parse_url("https://h?q")->target, "/?q");
}

TEST(Url, OfDoubtfulShapeIsRefused) {
  for (const char* text :
       {"", "ftp://h/", "https://", "https:///x", "//h", "h", "https://user@h/", "https://user:pw@h/", "https://h:0/",
        "https://h:65536/", "https://h:80a/", "https://h:/", "https://[::1", "https://[::1]x/", "https://[g]/",
        "https://h/#f", "https://h/ x", "https://h/\r\nX: y", "https://h\\x", "https://h%2f/", "https://\xc3\xa9/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
  EXPECT_FALSE(parse_url("https://h/" + std::string(3000, 'x')));
}

}  // namespace
}  // namespace aisle::server::shop_api
