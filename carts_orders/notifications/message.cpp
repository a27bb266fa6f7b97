#include "carts_orders/notifications/message.hpp"

#include <algorithm>

namespace aisle::shop {
namespace {

constexpr std::size_t kLongestLocalPart = 64;
constexpr std::size_t kLongestAddress = 254;

bool is_atom_text(char c) {
  const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view("!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

/// Atoms with single dots between them (RFC 5321, Dot-string).
bool is_dotted(std::string_view text, bool (*allowed)(char)) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != text.npos) return false;
  return std::ranges::all_of(text, [&](char c) { return c == '.' || allowed(c); });
}

bool is_host_text(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || text.size() > kLongestAddress || at > kLongestLocalPart) return false;
  return is_dotted(text.substr(0, at), is_atom_text) && is_dotted(text.substr(at + 1), is_host_text);
}

}  // namespace aisle::shop
