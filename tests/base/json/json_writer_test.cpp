#include "base/json/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace aisle::loaders {
namespace {

TEST(JsonWriter, PutsCommasAndColons) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().field("a", 1).key("b").begin_array().real(2.0).real(0.1F).null().end_array();
  writer.field("c", "x\"y").key("d").begin_object().end_object().key("e").raw("[1]").field("f", true).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":[2.0,0.1,null],"c":"x\"y","d":{},"e":[1],"f":true})");
}

TEST(JsonWriter, WritesWhatJsonCannotSayAsNull) {
  std::string out;
  JsonWriter(out).begin_array().real(std::numeric_limits<double>::infinity()).real(0.0 / 0.0).end_array();
  EXPECT_EQ(out, "[null,null]");
}

TEST(JsonWriter, EscapesControlCharacters) {
  std::string out;
  append_json_string(out, std::string_view("a\x01\n\\", 4));
  EXPECT_EQ(out, R"("a\u0001\n\\")");
}

TEST(JsonWriter, WritesTheShortestTextThatReadsBack) {
  std::string out;
  JsonWriter(out).begin_array().real(15.171419F).real(79.99).real(1e21).end_array();
  EXPECT_EQ(out, "[15.171419,79.99,1e+21]");
}

}  // namespace
}  // namespace aisle::loaders
