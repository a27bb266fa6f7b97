#include "server/http/uri.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "server/http/response.hpp"

namespace aisle::server::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(PercentDecoding, DecodesEscapesOfEitherCase) {
  EXPECT_EQ(*percent_decode("caf%C3%a9%2F", false), "caf\xC3\xA9/");
}

TEST(PercentDecoding, ReadsPlusAsASpaceInQueriesOnly) {
  EXPECT_EQ(*percent_decode("a+b", true), "a b");
  EXPECT_EQ(*percent_decode("a+b", false), "a+b");
}

TEST(PercentDecoding, RefusesBrokenEscapes) {
  for (const char* text : {"%", "%1", "a%", "%zz", "%1g", "%%20"}) EXPECT_FALSE(percent_decode(text, false).ok()) << text;
}

TEST(PercentDecoding, UndoesEncodingForAnyBytes) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 1000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_EQ(*percent_decode(percent_encode(bytes), round % 2 == 0), bytes);
  }
}

TEST(Query, KeepsOrderRepetitionAndEmptyValues) {
  EXPECT_THAT(*parse_query("q=a+b&pretty&q=c%26d&x="),
              ElementsAre(Pair("q", "a b"), Pair("pretty", ""), Pair("q", "c&d"), Pair("x", "")));
}

TEST(Query, DropsPiecesWithoutAName) { EXPECT_THAT(*parse_query("&&=v&a=1=2;b"), ElementsAre(Pair("a", "1=2"), Pair("b", ""))); }

TEST(Query, BoundsTheNumberOfParameters) {
  std::string query;
  for (int i = 0; i < 2000; ++i) query += "a&";
  EXPECT_FALSE(parse_query(query).ok());
}

TEST(Path, IsNormalised) {
  EXPECT_EQ(*normalised_path("//a//b%2Fc/"), "/a/b/c");
  EXPECT_EQ(*normalised_path(""), "/");
  EXPECT_EQ(path_of("http://h:1/a?b"), "/a");
  EXPECT_EQ(path_of("http://h"), "/");
  EXPECT_EQ(query_of("/a?b?c"), "b?c");
}

TEST(JsonString, EscapesAndRepairs) {
  EXPECT_EQ(json_string("a\"\\\n\x01"), R"("a\"\\\n\u0001")");
  EXPECT_EQ(json_string("\xC3\xA9\xFF\xC3"), "\"\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(Reply, AnswersFiveHundredWhenForgotten) {
  int status = 0;
  { auto reply = Reply::to([&](const Response& response) { status = response.status; }); }
  EXPECT_EQ(status, 500);
}

TEST(Reply, AnswersOnceThoughItMoves) {
  std::vector<int> statuses;
  {
    auto first = Reply::to([&](const Response& response) { statuses.push_back(response.status); });
    Reply second = std::move(first);
    second.send(Response{});
    EXPECT_TRUE(second.sent());
  }
  EXPECT_THAT(statuses, ElementsAre(200));
}

}  // namespace
}  // namespace aisle::server::http
