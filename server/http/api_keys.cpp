#include "server/http/api_keys.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>

namespace aisle::server::http {
namespace {

constexpr std::size_t kMinSecretBytes = 16;

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

/// Compares every byte whatever the first difference is, so that time tells nothing about a secret.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

std::string_view secret_of(std::string_view key) { return key.substr(key.find(':') + 1); }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

bool is_open_path(std::string_view path) { return path == "/livez" || path == "/readyz" || path == "/startupz"; }

}  // namespace

std::optional<std::string> base64_decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string decoded;
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFF;
    held += 6;
    if (held >= 8) {
      held -= 8;
      decoded.push_back(static_cast<char>(bits >> held & 0xFF));
    }
  }
  return decoded;
}

Result<ApiKeys> ApiKeys::parse(std::string_view lines, std::string_view file_name) {
  ApiKeys keys;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const auto end = lines.find('\n');
    const auto line = without_blanks(lines.substr(0, end));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos || line.size() - colon - 1 < kMinSecretBytes) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("{}:{}: an API key is written `id:secret`, the secret at least {} characters long",
                               file_name, number, kMinSecretBytes));
    }
    keys.keys_.emplace_back(line);
  }
  return keys;
}

Result<ApiKeys> ApiKeys::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error(ErrorCode::not_found, fmt::format("the API key file {} cannot be read", file.string()));
  std::ostringstream text;
  text << stream.rdbuf();
  auto keys = parse(text.str(), file.string());
  if (keys && keys->empty()) {
    return Error(ErrorCode::invalid_argument, fmt::format("the API key file {} holds no key", file.string()));
  }
  return keys;
}

bool ApiKeys::accepts(std::string_view authorization) const {
  const auto space = authorization.find(' ');
  if (space == std::string_view::npos) return false;
  const auto scheme = authorization.substr(0, space);
  const auto credentials = without_blanks(authorization.substr(space + 1));
  const bool bearer = equal_ignoring_case(scheme, "bearer");
  if (!bearer && !equal_ignoring_case(scheme, "apikey") && !equal_ignoring_case(scheme, "basic")) return false;
  const auto decoded = base64_decode(credentials);
  bool accepted = false;
  for (const std::string& key : keys_) {
    accepted |= decoded && equal_in_constant_time(key, *decoded);
    accepted |= bearer && equal_in_constant_time(secret_of(key), credentials);
  }
  return accepted;
}

std::optional<Response> ApiKeys::refuse(const Request& request) const {
  if (empty() || is_open_path(request.path)) return std::nullopt;
  const auto authorization = request.header("authorization");
  if (accepts(authorization)) return std::nullopt;
  auto response = error_response(
      401, "security_exception",
      authorization.empty()
          ? fmt::format("missing authentication credentials for REST request [{}]", request.uri)
          : fmt::format("unable to authenticate with provided credentials for REST request [{}]", request.uri));
  response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"security\" charset=\"UTF-8\"");
  response.headers.emplace_back("WWW-Authenticate", "ApiKey");
  return response;
}

}  // namespace aisle::server::http
