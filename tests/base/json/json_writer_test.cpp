#include "base/json/json_writer.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <string>
#include <string_view>

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

/// Byte by byte, as JSON's grammar puts it.
std::string escaped_plainly(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto at = std::string_view("\"\\\b\f\n\r\t").find(c);
    char digits[8];
    std::snprintf(digits, sizeof digits, "\\u%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    if (at != std::string_view::npos) {
      out += '\\';
      out += "\"\\bfnrt"[at];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += digits;
    } else {
      out += c;
    }
  }
  return out + '"';
}

TEST(JsonWriter, EscapesEveryByteInEveryPlace) {
  for (std::size_t size = 1; size <= 19; ++size) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, place % 2 ? 'a' : '\x80');
        text[place] = static_cast<char>(byte);
        text[(place * 7 + 3) % size] = static_cast<char>(byte ^ 1);
        std::string out;
        append_json_string(out, text);
        ASSERT_EQ(out, escaped_plainly(text)) << size << " " << place << " " << byte;
      }
    }
  }
}

TEST(JsonWriter, WritesTheShortestTextThatReadsBack) {
  std::string out;
  JsonWriter(out).begin_array().real(15.171419F).real(79.99).real(1e21).end_array();
  EXPECT_EQ(out, "[15.171419,79.99,1e+21]");
}

}  // namespace
}  // namespace aisle::loaders
