#include "carts_orders/payments/webhook_signature.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace aisle::shop {
namespace {

constexpr EpochMillis kNow = 1'700'000'000'000;
constexpr std::string_view kBody = R"({"id":"evt_1"})";
const std::vector<std::string> kSecrets = {"new secret", "old secret"};

TEST(Hmac, GivesTheDigestsOfRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(WebhookSignature, IsAcceptedWithEverySecretOfARotation) {
  EXPECT_TRUE(verify_webhook(kSecrets, kBody, sign_webhook("new secret", kBody, kNow), kNow));
  EXPECT_TRUE(verify_webhook(kSecrets, kBody, sign_webhook("old secret", kBody, kNow), kNow));
  EXPECT_FALSE(verify_webhook(kSecrets, kBody, sign_webhook("other secret", kBody, kNow), kNow));
}

TEST(WebhookSignature, OfARotatingSenderIsAcceptedByEitherReceiver) {
  const std::string header = sign_webhook(kSecrets, kBody, kNow);
  for (const std::string& secret : kSecrets) {
    EXPECT_TRUE(verify_webhook(std::span(&secret, 1), kBody, header, kNow));
  }
}

TEST(WebhookSignature, CoversTimeAndEveryByteOfTheBody) {
  const std::string header = sign_webhook("new secret", kBody, kNow);
  EXPECT_FALSE(verify_webhook(kSecrets, std::string(kBody) + " ", header, kNow));
  EXPECT_FALSE(verify_webhook(kSecrets, R"({"id": "evt_1"})", header, kNow)) << "the same JSON, other bytes";
  std::string later = header;
  later[2 + 9] = '1';
  EXPECT_FALSE(verify_webhook(kSecrets, kBody, later, kNow));
}

TEST(WebhookSignature, IsRefusedBeyondTheToleranceBothWays) {
  const std::string header = sign_webhook("new secret", kBody, kNow);
  EXPECT_TRUE(verify_webhook(kSecrets, kBody, header, kNow + 300'000));
  EXPECT_FALSE(verify_webhook(kSecrets, kBody, header, kNow + 301'000));
  EXPECT_TRUE(verify_webhook(kSecrets, kBody, header, kNow - 300'000));
  EXPECT_FALSE(verify_webhook(kSecrets, kBody, header, kNow - 300'001));
}

TEST(WebhookSignature, IsRefusedWhenNoSecretIsConfigured) {
  EXPECT_FALSE(verify_webhook({}, kBody, sign_webhook("", kBody, kNow), kNow));
}

TEST(SignatureHeader, PassesOverOtherSchemesAndMalformedSignatures) {
  const std::string good(64, 'a');
  const auto parsed = parse_signature_header("t=12,v0=00,v1=" + good + ",v1=zz,v1=" + std::string(64, 'A'));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->seconds, 12);
  ASSERT_EQ(parsed->signatures.size(), 2u);
  EXPECT_EQ(parsed->signatures[0], parsed->signatures[1]);
}

TEST(SignatureHeader, NeedsOneTimeAndASignature) {
  const std::string v1 = "v1=" + std::string(64, '0');
  for (const std::string& header : {std::string(), std::string("t=1"), v1, "t=1,t=2," + v1, "t=," + v1, "t=-1," + v1,
                                    "t=1 ," + v1, "t=1234567890123," + v1, std::string("t=1,v1=00"), "T=1," + v1}) {
    EXPECT_FALSE(parse_signature_header(header)) << header;
  }
  EXPECT_FALSE(parse_signature_header("t=1," + v1 + std::string(5000, ','))) << "too long";
}

TEST(SignatureHeader, KeepsSixteenSignaturesAtMost) {
  std::string header = "t=1";
  for (int i = 0; i < 40; ++i) header += ",v1=" + std::string(64, '0');
  const auto parsed = parse_signature_header(header);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->signatures.size(), SignatureHeader::kMaxSignatures);
}

}  // namespace
}  // namespace aisle::shop
