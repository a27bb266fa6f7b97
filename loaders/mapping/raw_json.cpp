#include "loaders/mapping/raw_json.hpp"

#include <array>
#include <cstring>

#include "base/json/json_document.hpp"

namespace aisle::loaders {
namespace {

/// Blanks and marks, at which a number or a word ends.
constexpr auto kEndsScalar = [] {
  std::array<bool, 256> ends = {};
  for (const char c : std::string_view(" \n\t\r,}]:")) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();

}  // namespace

bool RawJson::skip_string() {
  for (++at_; at_ < text_.size(); ++at_) {
    const auto* quote = static_cast<const char*>(std::memchr(text_.data() + at_, '"', text_.size() - at_));
    if (quote == nullptr) break;
    const auto end = static_cast<std::size_t>(quote - text_.data());
    std::size_t backslashes = 0;
    while (backslashes < end - at_ && text_[end - 1 - backslashes] == '\\') ++backslashes;
    at_ = end;
    if (backslashes % 2 == 0) {
      ++at_;
      return true;
    }
  }
  at_ = text_.size();
  return false;
}

bool RawJson::take_string(std::string_view& quoted) {
  if (peek() != '"') return false;
  const std::size_t start = at_;
  if (!skip_string()) return false;
  quoted = since(start);
  return true;
}

bool RawJson::take_value(std::string_view& value) {
  const char first = peek();
  const std::size_t start = at_;
  if (first == '"') return take_string(value);
  if (first != '{' && first != '[') {
    while (at_ < text_.size() && !kEndsScalar[static_cast<unsigned char>(text_[at_])]) ++at_;
    value = since(start);
    return !value.empty();
  }
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!skip_string()) return false;
      continue;
    }
    ++at_;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) {
      value = since(start);
      return true;
    }
  }
  return false;
}

std::string_view unquoted(std::string_view quoted, std::string& unescaped) {
  const std::string_view inside = quoted.size() < 2 ? std::string_view() : quoted.substr(1, quoted.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return inside;
  if (const auto document = JsonDocument::parse(quoted)) unescaped = std::string(document->root().text());
  return unescaped;
}

}  // namespace aisle::loaders
