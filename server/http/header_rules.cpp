#include "server/http/header_rules.hpp"

#include <algorithm>
#include <array>

namespace aisle::server::http {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
constexpr bool is_value_char(char c) { return c == '\t' || !is_control(c); }

/// A set of bytes, asked by one look into a table.
class CharSet {
 public:
  template <class Predicate>
  consteval explicit CharSet(Predicate holds) {
    for (std::size_t i = 0; i < 256; ++i) in_[i] = holds(static_cast<char>(i));
  }
  bool holds_all(std::string_view text) const {
    bool all = true;
    for (const char c : text) all &= in_[static_cast<unsigned char>(c)];
    return all;
  }

 private:
  std::array<bool, 256> in_ = {};
};

constexpr CharSet kTokenChars([](char c) {
  return is_alpha(c) || is_digit(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
});
constexpr CharSet kValueChars(is_value_char);
constexpr CharSet kTargetChars([](char c) { return !is_control(c) && c != ' ' && c != '#'; });
constexpr CharSet kHostChars([](char c) {
  return is_alpha(c) || is_digit(c) || std::string_view("-._~!$&'()*+,;=:[]%").contains(c);
});

bool is_token(std::string_view text) { return !text.empty() && kTokenChars.holds_all(text); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes the next line without its CRLF. A line's own CR and LF are found by the character checks.
std::string_view take_line(std::string_view& bytes) {
  const auto end = bytes.find("\r\n");
  const auto line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 2);
  return line;
}

bool sound_target(std::string_view method, std::string_view target) {
  if (target.empty() || !kTargetChars.holds_all(target)) return false;
  if (target.front() == '/' || (target == "*" && method == "OPTIONS")) return true;
  return target.starts_with("http://") || target.starts_with("https://");
}

std::optional<HeadFault> check_request_line(std::string_view line, Head& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return HeadFault{400, "malformed request line"};
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(head.method)) return HeadFault{400, "malformed method"};
  if (version.starts_with("HTTP/") && version != "HTTP/1.1" && version != "HTTP/1.0") {
    return HeadFault{505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  }
  if (!version.starts_with("HTTP/")) return HeadFault{400, "malformed HTTP version"};
  head.http_1_0 = version == "HTTP/1.0";
  if (!sound_target(head.method, head.target)) return HeadFault{400, "malformed request target"};
  return std::nullopt;
}

std::optional<HeadFault> check_field(std::string_view line, Head& head) {
  if (line.front() == ' ' || line.front() == '\t') return HeadFault{400, "folded header lines are not accepted"};
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return HeadFault{400, "a header line has no colon"};
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (!is_token(name)) return HeadFault{400, "malformed header name"};
  if (!kValueChars.holds_all(value)) return HeadFault{400, "a header value holds a control character"};
  head.fields.emplace_back(name, value);
  return std::nullopt;
}

std::size_t count(const Head& head, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::count_if(head.fields, [&](const auto& field) { return equal_ignoring_case(field.first, name); }));
}

/// An IPv6 literal's brackets and a port of digits; names are checked by their characters only.
bool sound_host(std::string_view host) {
  if (!kHostChars.holds_all(host)) return false;
  std::string_view port;
  if (host.starts_with('[')) {
    const auto close = host.find(']');
    if (close == std::string_view::npos) return false;
    port = host.substr(close + 1);
  } else {
    const auto colon = host.find(':');
    port = colon == std::string_view::npos ? std::string_view() : host.substr(colon);
    if (host.find_first_of("[]") != std::string_view::npos) return false;
  }
  return port.empty() || (port.front() == ':' && std::ranges::all_of(port.substr(1), is_digit));
}

std::optional<HeadFault> check_host(const Head& head) {
  const std::size_t hosts = count(head, "host");
  if (hosts > 1) return HeadFault{400, "more than one Host header"};
  if (hosts == 0 && !head.http_1_0) return HeadFault{400, "no Host header"};
  if (!sound_host(head.field("host"))) return HeadFault{400, "malformed Host header"};
  return std::nullopt;
}

/// Every Connection header is a list of tokens (RFC 9110, 7.6.1).
std::optional<HeadFault> check_connection(const Head& head) {
  for (const auto& [name, list] : head.fields) {
    if (!equal_ignoring_case(name, "connection")) continue;
    for (std::size_t begin = 0; begin <= list.size();) {
      const auto end = std::min(list.find(',', begin), list.size());
      const auto item = trimmed(list.substr(begin, end - begin));
      if (!item.empty() && !is_token(item)) return HeadFault{400, "malformed Connection header"};
      begin = end + 1;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> parse_length(std::string_view digits) {
  if (digits.empty() || digits.size() > 18 || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  std::uint64_t length = 0;
  for (char c : digits) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  return length;
}

std::optional<HeadFault> check_framing(Head& head) {
  const std::size_t lengths = count(head, "content-length");
  const std::size_t codings = count(head, "transfer-encoding");
  if (lengths > 1) return HeadFault{400, "more than one Content-Length header"};
  if (lengths == 1) {
    head.content_length = parse_length(head.field("content-length"));
    if (!head.content_length) return HeadFault{400, "malformed Content-Length header"};
  }
  if (codings == 0) return std::nullopt;
  if (lengths == 1) return HeadFault{400, "both Content-Length and Transfer-Encoding"};
  if (head.http_1_0) return HeadFault{400, "Transfer-Encoding in an HTTP/1.0 request"};
  if (codings > 1 || !equal_ignoring_case(head.field("transfer-encoding"), "chunked")) {
    return HeadFault{400, "the only transfer coding accepted is a single 'chunked'"};
  }
  head.chunked = true;
  return std::nullopt;
}

}  // namespace

std::string_view Head::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

void Head::clear() {
  method = target = {};
  http_1_0 = chunked = false;
  content_length.reset();
  fields.clear();
}

std::size_t head_size(std::string_view bytes, std::size_t& from) {
  const auto end = bytes.find("\r\n\r\n", from);
  if (end != std::string_view::npos) return end + 4;
  from = bytes.size() < 3 ? 0 : bytes.size() - 3;
  return 0;
}

std::optional<HeadFault> check_head(std::string_view bytes, std::size_t max_fields, Head& head) {
  head.clear();
  if (auto fault = check_request_line(take_line(bytes), head)) return fault;
  for (std::string_view line = take_line(bytes); !line.empty(); line = take_line(bytes)) {
    if (head.fields.size() == max_fields) return HeadFault{431, "too many header fields"};
    if (auto fault = check_field(line, head)) return fault;
  }
  if (auto fault = check_host(head)) return fault;
  if (auto fault = check_connection(head)) return fault;
  return check_framing(head);
}

bool allowed_in_trailer(std::string_view name) {
  constexpr std::array<std::string_view, 20> kForbidden = {
      "host",          "content-length", "transfer-encoding", "content-type",  "content-encoding",
      "content-range", "trailer",        "authorization",     "cookie",        "set-cookie",
      "connection",    "keep-alive",     "upgrade",           "te",            "expect",
      "cache-control", "max-forwards",   "proxy-connection",  "proxy-authorization", "accept-encoding"};
  return std::ranges::none_of(kForbidden, [&](std::string_view word) { return equal_ignoring_case(word, name); });
}

bool sound_chunk_extensions(std::string_view extensions) {
  constexpr std::size_t kMaxExtensionBytes = 1024;
  if (extensions.size() > kMaxExtensionBytes || !kValueChars.holds_all(extensions)) return false;
  return extensions.empty() || extensions.back() != ';';
}

bool has_bare_line_feed(std::string_view bytes) {
  for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') return true;
  }
  return false;
}

}  // namespace aisle::server::http
