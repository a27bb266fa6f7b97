// Signature headers: whatever is sent, parsing ends within its limits, agrees with a slow twin, and nothing that was not
// signed with the secret is accepted. The first line of the input is the header, the rest the body.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "carts_orders/payments/webhook_signature.hpp"

using namespace aisle::shop;

namespace {

constexpr aisle::EpochMillis kNow = 1'700'000'000'000;
const std::string kSecret = "whsec_fuzz";

void require(bool condition) {
  if (!condition) std::abort();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// True when the header's text holds the one right signature somewhere.
bool holds_right_signature(std::string_view header, std::string_view body, const SignatureHeader& parsed) {
  const std::string right = sign_webhook(kSecret, body, parsed.seconds * 1000);
  std::string lower(header);
  for (char& c : lower) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  return lower.find(right.substr(right.find("v1=") + 3)) != lower.npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view header = input.substr(0, line);
  const std::string_view body = line == input.npos ? std::string_view() : input.substr(line + 1);

  const auto parsed = parse_signature_header(header);
  if (parsed) {
    require(header.size() <= SignatureHeader::kMaxBytes);
    require(!parsed->signatures.empty() && parsed->signatures.size() <= SignatureHeader::kMaxSignatures);
    require(parsed->signatures.size() <= count(header, "v1="));
    require(parsed->seconds >= 0 && parsed->seconds < 1'000'000'000'000);
    const bool accepted = verify_webhook(std::span(&kSecret, 1), body, header, parsed->seconds * 1000).ok();
    require(!accepted || holds_right_signature(header, body, *parsed));
  }
  require(verify_webhook(std::span(&kSecret, 1), body, sign_webhook(kSecret, body, kNow), kNow).ok());
  return 0;
}
