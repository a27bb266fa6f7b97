#include "server/http/header_rules.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aisle::server::http {
namespace {

/// 0 for a head that passes, otherwise the status it is refused with.
int verdict(std::string_view head, std::size_t max_fields = 200) {
  Head parsed;
  const auto fault = check_head(head, max_fields, parsed);
  return fault ? fault->status : 0;
}

int with_field(std::string_view field) {
  return verdict("POST /p HTTP/1.1\r\nHost: a\r\n" + std::string(field) + "\r\n\r\n");
}

TEST(HeaderRules, AcceptOrdinaryHeads) {
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: localhost:9200\r\nAccept: */*\r\n\r\n"), 0);
  EXPECT_EQ(verdict("GET / HTTP/1.0\r\n\r\n"), 0);
  EXPECT_EQ(verdict("GET /x?q=[1]&r={} HTTP/1.1\r\nHost: [::1]:9200\r\n\r\n"), 0);
  EXPECT_EQ(verdict("OPTIONS * HTTP/1.1\r\nHost: \r\n\r\n"), 0);
}

TEST(HeaderRules, FindFramingAndTrimValues) {
  Head head;
  EXPECT_FALSE(check_head("POST /p HTTP/1.1\r\nhost:a\r\nContent-length: \t12 \r\n\r\n", 10, head));
  EXPECT_EQ(head.content_length, 12u);
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.field("HOST"), "a");
}

TEST(HeaderRules, RefuseHeadsThatReadersDisagreeAbout) {
  EXPECT_EQ(with_field("Content-Length: 1\r\nTransfer-Encoding: chunked"), 400);
  EXPECT_EQ(with_field("Content-Length: 1\r\nContent-Length: 1"), 400);
  EXPECT_EQ(with_field("Content-Length: +1"), 400);
  EXPECT_EQ(with_field("Content-Length: 1, 1"), 400);
  EXPECT_EQ(with_field("Content-Length: 99999999999999999999"), 400);
  EXPECT_EQ(with_field("Transfer-Encoding: gzip, chunked"), 400);
  EXPECT_EQ(with_field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400);
  EXPECT_EQ(with_field("Transfer-Encoding : chunked"), 400);
  EXPECT_EQ(with_field("X: a\r\n folded"), 400);
  EXPECT_EQ(with_field("X: a\nY: b"), 400);
  EXPECT_EQ(with_field(std::string_view("X: a\0b", 6)), 400);
  EXPECT_EQ(with_field("Host: b"), 400);
  EXPECT_EQ(verdict("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(HeaderRules, RefuseBadRequestLines) {
  for (const char* line : {"GET /", "GET  / HTTP/1.1", "GET\t/ HTTP/1.1", "GET /a b HTTP/1.1", "GET /a#b HTTP/1.1",
                           "GET a HTTP/1.1", "G(T / HTTP/1.1", "GET / http/1.1", "", " / HTTP/1.1"}) {
    EXPECT_EQ(verdict(std::string(line) + "\r\nHost: a\r\n\r\n"), 400) << line;
  }
  EXPECT_EQ(verdict("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
}

TEST(HeaderRules, ReadConnectionAsAListOfTokens) {
  for (const char* list : {"keep-alive", "close, x-hop", " , close ,,", ""}) EXPECT_EQ(with_field("Connection: " + std::string(list)), 0) << list;
  for (const char* list : {"a b", "close, (x)", "\"close\""}) EXPECT_EQ(with_field("Connection: " + std::string(list)), 400) << list;
}

TEST(HeaderRules, ForgetTheHeadBefore) {
  Head head;
  EXPECT_FALSE(check_head("POST /p HTTP/1.0\r\nHost: a\r\nContent-Length: 12\r\n\r\n", 10, head));
  EXPECT_FALSE(check_head("GET /q HTTP/1.1\r\nHost: b\r\n\r\n", 10, head));
  EXPECT_FALSE(head.content_length.has_value());
  EXPECT_FALSE(head.http_1_0);
  EXPECT_EQ(head.fields.size(), 1u);
}

TEST(HeaderRules, RefuseBadHosts) {
  EXPECT_EQ(verdict("GET / HTTP/1.1\r\n\r\n"), 400);
  for (const char* host : {"a/b", "u@a", "a b", "a:x", "[::1", "a]", "a:1:2"}) {
    EXPECT_EQ(verdict("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 400) << host;
  }
}

TEST(HeaderRules, BoundTheNumberOfFields) {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 10; ++i) head += "X: y\r\n";
  EXPECT_EQ(verdict(head + "\r\n", 11), 0);
  EXPECT_EQ(verdict(head + "\r\n", 10), 431);
}

TEST(HeaderRules, FindTheEndOfAHeadThatArrivesByteByByte) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  std::size_t from = 0;
  for (std::size_t size = 0; size < head.size(); ++size) EXPECT_EQ(head_size(head.substr(0, size), from), 0u);
  EXPECT_EQ(head_size(head + "more", from), head.size());
}

TEST(HeaderRules, ForbidFramingAndIdentityInTrailers) {
  EXPECT_FALSE(allowed_in_trailer("content-LENGTH"));
  EXPECT_FALSE(allowed_in_trailer("Authorization"));
  EXPECT_TRUE(allowed_in_trailer("X-Checksum"));
}

}  // namespace
}  // namespace aisle::server::http
