#include "loaders/mapping/raw_json.hpp"

#include <cstring>

#include "base/json/json_document.hpp"

namespace aisle::loaders {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool ends_scalar(char c) { return is_blank(c) || c == ',' || c == '}' || c == ']' || c == ':'; }

}  // namespace

char RawJson::peek() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool RawJson::take(char wanted) {
  if (peek() != wanted || at_ >= text_.size()) return false;
  ++at_;
  return true;
}

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
    while (at_ < text_.size() && !ends_scalar(text_[at_])) ++at_;
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
