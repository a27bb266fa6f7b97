#pragma once
// Signed webhooks, incoming and outgoing: HMAC-SHA256 over "<t>.<body>", sent as "t=<seconds>,v1=<hex>[,v1=<hex>]".

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/crypto/digest.hpp"
#include "base/result.hpp"

namespace aisle::shop {

/// A header taken apart. Schemes other than v1 are passed over; so are v1 values that no digest can equal.
struct SignatureHeader {
  static constexpr std::size_t kMaxBytes = 4096;
  static constexpr std::size_t kMaxSignatures = 16;
  std::int64_t seconds = 0;  ///< since 1970
  std::vector<Digest> signatures;
};
/// Reads network bytes: linear, bounded by the two limits. Errors: invalid_argument, kind "bad_signature".
Result<SignatureHeader> parse_signature_header(std::string_view header);

/// The header of a body sent at `now`.
std::string sign_webhook(std::string_view secret, std::string_view body, EpochMillis now);
/// The same during a rotation: one v1 for each secret.
std::string sign_webhook(std::span<const std::string> secrets, std::string_view body, EpochMillis now);

inline constexpr EpochMillis kSignatureTolerance = 300'000;

/// Succeeds when one of the signatures is that of one of the secrets and the header's time is within `tolerance` of
/// `now`, either way. Takes the same time whatever the signatures hold. Errors: invalid_argument, kind "bad_signature";
/// the message says why, for the log only.
Status verify_webhook(std::span<const std::string> secrets, std::string_view body, std::string_view header,
                      EpochMillis now, EpochMillis tolerance = kSignatureTolerance);

}  // namespace aisle::shop
