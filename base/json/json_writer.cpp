#include "base/json/json_writer.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace aisle {
namespace {

// Java writes 1.0E10 from 10^7 on; JSON readers take either form, so only the ".0" of whole numbers is kept.
template <class Real>
void append_real(std::string& out, Real number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  char buffer[64];
  const auto [end, problem] = std::to_chars(buffer, buffer + sizeof buffer, number);
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

template <class Integer>
void append_integer(std::string& out, Integer number) {
  char buffer[24];
  const auto [end, problem] = std::to_chars(buffer, buffer + sizeof buffer, number);
  out.append(buffer, end);
}

bool must_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// Whether one of eight bytes must be escaped. Each term has a byte's high bit set where the byte is below 0x20, a quote or
/// a backslash; borrows reach only bytes behind a true one, and bytes from 0x80 on are masked out.
bool any_must_escape(std::uint64_t bytes) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  const std::uint64_t quote = bytes ^ (kEach * '"');
  const std::uint64_t backslash = bytes ^ (kEach * '\\');
  const std::uint64_t found = (bytes - kEach * 0x20) | (quote - kEach) | (backslash - kEach);
  return (found & ~bytes & (kEach * 0x80)) != 0;
}

std::uint64_t load_eight(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, 8);
  return word;
}

/// Fewer than eight bytes, with a few of them twice or blanks to fill the word.
std::uint64_t load_few(std::string_view bytes) {
  std::uint32_t low = 0x20202020, high = 0x20202020;
  if (bytes.size() >= 4) {
    std::memcpy(&low, bytes.data(), 4);
    std::memcpy(&high, bytes.data() + bytes.size() - 4, 4);
  } else if (!bytes.empty()) {
    const auto at = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
    low = at(0) | at(bytes.size() / 2) << 8 | at(bytes.size() - 1) << 16 | 0x20000000;
  }
  return std::uint64_t{high} << 32 | low;
}

/// How many bytes at the begin of `text` can be copied as they are.
std::size_t plain_prefix(std::string_view text) {
  std::size_t at = 0;
  if (text.size() < 8 && !any_must_escape(load_few(text))) return text.size();
  for (; at + 8 <= text.size(); at += 8) {
    if (any_must_escape(load_eight(text.data() + at))) break;
  }
  const bool at_tail = text.size() >= 8 && text.size() - at < 8;
  if (at_tail && !any_must_escape(load_eight(text.data() + text.size() - 8))) return text.size();
  while (at < text.size() && !must_escape(text[at])) ++at;
  return at;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += "\\u00";
  out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
  out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (;;) {
    const std::size_t plain = plain_prefix(text);
    out.append(text.data(), plain);
    if (plain == text.size()) break;
    append_escape(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out.push_back('"');
}

std::string format_real(double number) {
  std::string text;
  append_real(text, number);
  return text;
}

void JsonWriter::before_value() {
  if (needs_comma_) out_.push_back(',');
  needs_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  out_.push_back('{');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_.push_back('}');
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  out_.push_back('[');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_.push_back(']');
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  append_json_string(out_, name);
  out_.push_back(':');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  before_value();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
  before_value();
  append_integer(out_, number);
  return *this;
}

JsonWriter& JsonWriter::unsigned_integer(std::uint64_t number) {
  before_value();
  append_integer(out_, number);
  return *this;
}

JsonWriter& JsonWriter::real(double number) {
  before_value();
  append_real(out_, number);
  return *this;
}

JsonWriter& JsonWriter::real(float number) {
  before_value();
  append_real(out_, number);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  before_value();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

}  // namespace aisle
