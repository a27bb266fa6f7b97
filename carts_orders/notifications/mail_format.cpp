#include "carts_orders/notifications/mail_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>

#include "base/crypto/digest.hpp"

namespace aisle::shop {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kLongestLine = 76;
constexpr std::size_t kBytesPerWord = 42;  ///< 56 characters of base 64 between "=?utf-8?B?" and "?="

std::string base64(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i) group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) text += i <= count ? kBase64[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

bool is_plain(std::string_view text) {
  return text.size() <= 60 && text.find("=?") == text.npos &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// The longest beginning of at most kBytesPerWord bytes that cuts no character in two.
std::size_t word_length(std::string_view text) {
  std::size_t length = std::min(text.size(), kBytesPerWord);
  while (length < text.size() && length > 0 && is_continuation(text[length])) --length;
  return length == 0 ? std::min(text.size(), kBytesPerWord) : length;
}

std::string hex_escape(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

/// One character as it stands in quoted-printable; a space or tab at a line's end would be lost.
std::string quoted(char c, bool ends_line) {
  const bool blank = c == ' ' || c == '\t';
  if (blank) return ends_line ? hex_escape(c) : std::string(1, c);
  return c > ' ' && c <= '~' && c != '=' ? std::string(1, c) : hex_escape(c);
}

void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::string piece = quoted(line[i], i + 1 == line.size());
    if (length + piece.size() >= kLongestLine) {
      out += "=\r\n";
      length = 0;
    }
    out += piece;
    length += piece.size();
  }
  out += "\r\n";
}

/// "Sun, 22 Nov 2026 12:30:00 +0000".
std::string mail_date(EpochMillis time) {
  using namespace std::chrono;
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds second{floor<seconds>(milliseconds(time))};
  const sys_days day = floor<days>(second);
  const year_month_day date(day);
  const hh_mm_ss clock(second - day);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::string_view host_of(std::string_view address) { return address.substr(address.find('@') + 1); }

}  // namespace

std::string encoded_header(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string header;
  while (!text.empty()) {
    const std::size_t length = word_length(text);
    if (!header.empty()) header += "\r\n ";
    header += "=?utf-8?B?" + base64(text.substr(0, length)) + "?=";
    text.remove_prefix(length);
  }
  return header;
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    append_quoted_line(out, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string format_mail(const Message& message, std::string_view from) {
  assert(is_mail_address(from) && "mail comes from an address");
  assert((message.to.empty() || is_mail_address(message.to)) && "mail goes to an address");
  std::string mail;
  const auto header = [&](std::string_view name, std::string_view value) { mail += fmt::format("{}: {}\r\n", name, value); };
  header("Date", mail_date(message.at));
  header("From", from);
  if (!message.to.empty()) header("To", message.to);
  header("Message-ID", fmt::format("<{}@{}>", sha256_hex(message.id).substr(0, 32), host_of(from)));
  header("Subject", encoded_header(message.subject));
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "quoted-printable");
  header("Auto-Submitted", "auto-generated");
  return mail + "\r\n" + quoted_printable(message.text);
}

}  // namespace aisle::shop
