#include "carts_orders/payments/webhook_signature.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace aisle::shop {
namespace {

Error bad(const char* why) { return {ErrorCode::invalid_argument, why, "bad_signature"}; }

/// Up to twelve digits: until the year 33658.
std::optional<std::int64_t> seconds_from(std::string_view text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

std::string signed_text(std::int64_t seconds, std::string_view body) {
  std::string text = fmt::format("{}.", seconds);
  text += body;
  return text;
}

/// Compares every pair to the end, so that the time taken tells nothing of which came close.
bool any_equal(std::span<const std::string> secrets, std::string_view text, std::span<const Digest> signatures) {
  int equal = 0;
  for (const std::string& secret : secrets) {
    const Digest expected = hmac_sha256(secret, text);
    for (const Digest& signature : signatures) {
      equal |= static_cast<int>(equal_in_constant_time(expected, signature));
    }
  }
  return equal != 0;
}

}  // namespace

Result<SignatureHeader> parse_signature_header(std::string_view header) {
  if (header.size() > SignatureHeader::kMaxBytes) return bad("the signature header is too long");
  SignatureHeader parsed;
  bool timed = false;
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    const std::string_view element = header.substr(0, comma);
    header.remove_prefix(std::min(comma + 1, header.size()));
    if (element.starts_with("t=")) {
      const auto seconds = seconds_from(element.substr(2));
      if (timed || !seconds) return bad("the signature header has no single valid time");
      parsed.seconds = *seconds;
      timed = true;
    } else if (element.starts_with("v1=") && parsed.signatures.size() < SignatureHeader::kMaxSignatures) {
      if (const auto digest = digest_from_hex(element.substr(3))) parsed.signatures.push_back(*digest);
    }
  }
  if (!timed) return bad("the signature header has no time");
  if (parsed.signatures.empty()) return bad("the signature header has no v1 signature");
  return parsed;
}

std::string sign_webhook(std::span<const std::string> secrets, std::string_view body, EpochMillis now) {
  const std::int64_t seconds = now / 1000;
  const std::string text = signed_text(seconds, body);
  std::string header = fmt::format("t={}", seconds);
  for (const std::string& secret : secrets) header += ",v1=" + to_hex(hmac_sha256(secret, text));
  return header;
}

std::string sign_webhook(std::string_view secret, std::string_view body, EpochMillis now) {
  const std::string one(secret);
  return sign_webhook(std::span(&one, 1), body, now);
}

Status verify_webhook(std::span<const std::string> secrets, std::string_view body, std::string_view header,
                      EpochMillis now, EpochMillis tolerance) {
  const auto parsed = parse_signature_header(header);
  if (!parsed) return Error(parsed.error());
  if (secrets.empty()) return bad("no secret is configured");
  if (!any_equal(secrets, signed_text(parsed->seconds, body), parsed->signatures)) return bad("no signature matches");
  // Only now: whoever cannot sign learns nothing of our clock.
  const EpochMillis age = now - parsed->seconds * 1000;
  // The header has whole seconds, cut off: a message may seem up to a second older than it is.
  if (age > tolerance + 999) return bad("the signature is too old");
  if (age < -tolerance) return bad("the signature is from the future");
  return {};
}

}  // namespace aisle::shop
