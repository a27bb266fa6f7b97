// Bearer tokens: which are a shopper's, and every way we know of passing for one.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/shop_api/access/base64url.hpp"
#include "server/shop_api/access/jwt_key_file.hpp"
#include "server/shop_api/access/jwt_verifier.hpp"
#include "tests/server/shop_api/access/token_forge.hpp"

namespace aisle::server::shop_api {
namespace {

using testing::base64url;
using testing::Signer;
using testing::token;
using ::testing::HasSubstr;
using ::testing::Not;
using enum JwtAlgorithm;

constexpr EpochMillis kNow = 1'795'000'000'000;
constexpr std::string_view kGoodClaims =
    R"({"sub":"alice","iss":"https://id.shop.example","aud":"shop","exp":1795000300,"iat":1794999990})";

const Signer& secret() {
  static const Signer signer(Signer::Kind::secret);
  return signer;
}
const Signer& rsa() {
  static const Signer signer(Signer::Kind::rsa);
  return signer;
}
const Signer& p256() {
  static const Signer signer(Signer::Kind::p256);
  return signer;
}

JwtVerifier verifier(std::string_view file, std::vector<JwtAlgorithm> pinned) {
  auto keys = parse_jwt_keys(file, pinned, "keys");
  EXPECT_TRUE(keys.ok()) << keys.error().message;
  return {*std::move(keys), {.audiences = {"shop", "shop-app"}, .issuer = "https://id.shop.example"}};
}

std::string header(std::string_view algorithm, std::string_view more = "") {
  return fmt::format(R"({{"alg":"{}","typ":"JWT"{}}})", algorithm, more);
}

std::string refusal(const JwtVerifier& tokens, std::string_view text, EpochMillis now = kNow) {
  const auto shopper = tokens.verify(text, now);
  return shopper ? "accepted as " + shopper->subject : shopper.error().message;
}

constexpr const char* kNotAccepted = "the bearer token is not accepted";

/// The good claims with one member replaced, added (when `with` is not empty) or left out.
std::string claims_but(std::string_view name, std::string_view with) {
  std::string text = "{";
  for (const auto& [key, value] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"sub", R"("alice")"}, {"iss", R"("https://id.shop.example")"}, {"aud", R"("shop")"}, {"exp", "1795000300"}}) {
    if (key != name) text += fmt::format(R"("{}":{},)", key, value);
  }
  if (!with.empty()) text += fmt::format(R"("{}":{},)", name, with);
  text.back() = '}';
  return text;
}

std::string verdict(std::string_view name, std::string_view with) {
  static const JwtVerifier tokens = verifier(secret().secret(), {hs256});
  return refusal(tokens, token(header("HS256"), claims_but(name, with), secret()));
}

TEST(Jwt, AcceptsEachAlgorithmItWasConfiguredFor) {
  EXPECT_EQ(refusal(verifier(secret().secret() + "\n", {hs256}), token(header("HS256"), kGoodClaims, secret())), "accepted as alice");
  EXPECT_EQ(refusal(verifier(rsa().public_pem(), {rs256}), token(header("RS256"), kGoodClaims, rsa())), "accepted as alice");
  EXPECT_EQ(refusal(verifier(p256().public_pem(), {es256}), token(header("ES256"), kGoodClaims, p256())), "accepted as alice");
}

TEST(Jwt, MakesAShopperWithoutRoles) {
  const auto shopper = verifier(secret().secret(), {hs256}).verify(token(header("HS256"), kGoodClaims, secret()), kNow);
  ASSERT_TRUE(shopper.ok());
  EXPECT_EQ(shopper->kind, shop::Principal::Kind::shopper);
  EXPECT_EQ(shopper->roles, shop::Role::none);
  EXPECT_EQ(shopper->owner(), "user:alice");
}

TEST(Jwt, ReadsTheTokenOfRfc7515) {
  // Appendix A.1: its key, its token; its claims lack what we ask for, which is only found out behind the signature.
  const auto tokens = verifier(
      R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})", {hs256});
  const std::string text =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  EXPECT_EQ(refusal(tokens, text), "the bearer token has expired");
  EXPECT_THAT(refusal(tokens, text, 1'300'819'379'000), HasSubstr("aud"));
}

TEST(Jwt, RefusesTokensWithoutSignature) {
  const auto tokens = verifier(secret().secret(), {hs256});
  const std::string claims = base64url(kGoodClaims);
  for (const char* algorithm : {"none", "None", "NONE", "nOnE", ""}) {
    for (const char* signature : {"", "AA", "none"}) {
      EXPECT_EQ(refusal(tokens, base64url(header(algorithm)) + "." + claims + "." + signature), kNotAccepted) << algorithm;
    }
  }
  EXPECT_EQ(refusal(tokens, base64url(header("HS256")) + "." + claims + "."), kNotAccepted);
  EXPECT_EQ(refusal(tokens, base64url(header("HS256")) + "." + claims), kNotAccepted);
  EXPECT_EQ(refusal(tokens, base64url(R"({"typ":"JWT"})") + "." + claims + "."), kNotAccepted);
}

TEST(Jwt, NeverTakesAPublicKeyForASharedSecret) {
  // The confusion: what everyone may know signs, with the algorithm that the token names.
  for (const Signer* signer : {&rsa(), &p256()}) {
    const auto tokens = verifier(signer->public_pem(), {hs256, rs256, es256});
    const std::string message = base64url(header("HS256")) + "." + base64url(kGoodClaims);
    const std::string pem = signer->public_pem();
    for (const std::string& guess : {pem, pem.substr(0, pem.size() - 1), std::string(), signer->jwk("")}) {
      EXPECT_EQ(refusal(tokens, message + "." + base64url(testing::hmac_sha256(guess, message))), kNotAccepted);
    }
  }
}

TEST(Jwt, RefusesAlgorithmsThatItsKeyIsNotFor) {
  const auto tokens = verifier(fmt::format(R"({{"keys":[{},{}]}})", rsa().jwk("r"), p256().jwk("e")), {rs256, es256});
  for (const char* algorithm : {"ES256", "HS256", "RS384", "PS256", "rs256", "RS256 ", "EdDSA"}) {
    EXPECT_EQ(refusal(tokens, token(header(algorithm), kGoodClaims, rsa())), kNotAccepted) << algorithm;
  }
  for (const char* algorithm : {"RS256", "ES384", "es256"}) {
    EXPECT_EQ(refusal(tokens, token(header(algorithm), kGoodClaims, p256())), kNotAccepted) << algorithm;
  }
}

TEST(Jwt, RefusesAnAlgorithmThatIsNotPinnedThoughTheKeyIsThere) {
  const std::string set = fmt::format(R"({{"keys":[{},{}]}})", rsa().jwk("r"), p256().jwk("e"));
  const auto tokens = verifier(set, {rs256});
  EXPECT_EQ(refusal(tokens, token(header("ES256"), kGoodClaims, p256())), kNotAccepted);
  EXPECT_EQ(refusal(tokens, token(header("RS256"), kGoodClaims, rsa())), "accepted as alice");
}

TEST(Jwt, IgnoresKeysThatATokenBrings) {
  const Signer forger(Signer::Kind::rsa);
  const auto tokens = verifier(rsa().public_pem(), {rs256});
  EXPECT_EQ(refusal(tokens, token(header("RS256", R"(,"jwk":)" + forger.jwk("x")), kGoodClaims, forger)), kNotAccepted);
  EXPECT_EQ(refusal(tokens, token(header("RS256", R"(,"jku":"https://evil.example/keys")"), kGoodClaims, forger)), kNotAccepted);
}

TEST(Jwt, ChoosesAmongKeysByTheirIds) {
  const Signer next(Signer::Kind::rsa);
  const auto before = verifier(fmt::format(R"({{"keys":[{}]}})", rsa().jwk("2025")), {rs256});
  const auto during = verifier(fmt::format(R"({{"keys":[{},{}]}})", rsa().jwk("2025"), next.jwk("2026")), {rs256});
  const auto after = verifier(fmt::format(R"({{"keys":[{}]}})", next.jwk("2026")), {rs256});
  const auto old_token = token(header("RS256", R"(,"kid":"2025")"), kGoodClaims, rsa());
  const auto new_token = token(header("RS256", R"(,"kid":"2026")"), kGoodClaims, next);
  EXPECT_EQ(refusal(before, old_token), "accepted as alice");
  EXPECT_EQ(refusal(before, new_token), kNotAccepted);
  EXPECT_EQ(refusal(during, old_token), "accepted as alice");
  EXPECT_EQ(refusal(during, new_token), "accepted as alice");
  EXPECT_EQ(refusal(after, old_token), kNotAccepted);
  EXPECT_EQ(refusal(after, new_token), "accepted as alice");
  EXPECT_EQ(refusal(during, token(header("RS256", R"(,"kid":"2025")"), kGoodClaims, next)), kNotAccepted) << "another key's id";
  EXPECT_EQ(refusal(during, token(header("RS256"), kGoodClaims, next)), "accepted as alice") << "no id: each is tried";
  EXPECT_EQ(refusal(during, token(header("RS256", R"(,"kid":7)"), kGoodClaims, next)), kNotAccepted);
}

TEST(Jwt, AKeyWithoutIdVerifiesWhateverIdATokenHas) {
  EXPECT_EQ(refusal(verifier(rsa().public_pem(), {rs256}), token(header("RS256", R"(,"kid":"x")"), kGoodClaims, rsa())),
            "accepted as alice");
}

TEST(Jwt, SeveralPublicKeysStandInOneFile) {
  const Signer next(Signer::Kind::p256);
  const auto tokens = verifier(p256().public_pem() + next.public_pem(), {es256});
  EXPECT_EQ(refusal(tokens, token(header("ES256"), kGoodClaims, p256())), "accepted as alice");
  EXPECT_EQ(refusal(tokens, token(header("ES256"), kGoodClaims, next)), "accepted as alice");
}

TEST(Jwt, ToleratesAMinuteBetweenClocksAndNoMore) {
  const auto tokens = verifier(secret().secret(), {hs256});
  const auto expiring = token(header("HS256"), kGoodClaims, secret());
  EXPECT_EQ(refusal(tokens, expiring, 1'795'000'300'000 + 59'999), "accepted as alice");
  EXPECT_EQ(refusal(tokens, expiring, 1'795'000'300'000 + 60'000), "the bearer token has expired");
  const auto early = token(header("HS256"), claims_but("nbf", "1795000000"), secret());
  EXPECT_EQ(refusal(tokens, early, 1'795'000'000'000 - 60'000), "accepted as alice");
  EXPECT_THAT(refusal(tokens, early, 1'795'000'000'000 - 60'001), HasSubstr("nbf"));
  const auto tomorrow = token(header("HS256"), claims_but("iat", "1795000000.5"), secret());
  EXPECT_EQ(refusal(tokens, tomorrow, 1'795'000'000'500 - 60'000), "accepted as alice");
  EXPECT_THAT(refusal(tokens, tomorrow, 1'795'000'000'499 - 60'000), HasSubstr("iat"));
}

TEST(Jwt, AsksForEveryClaimItNeeds) {
  EXPECT_EQ(verdict("other", "1"), "accepted as alice");
  EXPECT_THAT(verdict("exp", ""), HasSubstr("exp"));
  EXPECT_THAT(verdict("aud", ""), HasSubstr("aud"));
  EXPECT_THAT(verdict("iss", ""), HasSubstr("iss"));
  EXPECT_THAT(verdict("sub", ""), HasSubstr("sub"));
}

TEST(Jwt, RefusesClaimsOfAnotherKind) {
  for (const char* date : {R"("1795000300")", "null", "true", "-1", "1e300", "[1795000300]", "253402300800"}) {
    EXPECT_THAT(verdict("exp", date), HasSubstr("not a number of seconds")) << date;
    EXPECT_THAT(verdict("nbf", date), HasSubstr("not a number of seconds")) << date;
  }
  for (const char* audience : {R"("Shop")", R"([])", R"(["other"])", R"({"shop":1})", "null", R"([["shop"]])"}) {
    EXPECT_THAT(verdict("aud", audience), HasSubstr("aud")) << audience;
  }
  EXPECT_EQ(verdict("aud", R"(["other","shop-app"])"), "accepted as alice");
  for (const char* issuer : {R"("https://id.shop.example/")", "1", "null", R"("")"}) {
    EXPECT_THAT(verdict("iss", issuer), HasSubstr("iss")) << issuer;
  }
  for (const char* subject : {R"("")", "42", "null", R"("a\u0000b")", R"("a\nb")", R"(["alice"])"}) {
    EXPECT_THAT(verdict("sub", subject), HasSubstr("sub")) << subject;
  }
  EXPECT_THAT(verdict("sub", '"' + std::string(256, 'a') + '"'), HasSubstr("sub"));
  EXPECT_EQ(verdict("sub", '"' + std::string(255, 'a') + '"'), "accepted as " + std::string(255, 'a'));
}

TEST(Jwt, RefusesDuplicateMembers) {
  const auto tokens = verifier(secret().secret(), {hs256});
  const std::string twice = R"({"alg":"HS256","alg":"HS256"})";
  EXPECT_EQ(refusal(tokens, token(twice, kGoodClaims, secret())), kNotAccepted);
  const std::string two_subjects = claims_but("sub", R"("alice","sub":"bob")");
  EXPECT_EQ(refusal(tokens, token(header("HS256"), two_subjects, secret())), kNotAccepted);
}

TEST(Jwt, RefusesHeadersItDoesNotUnderstand) {
  const auto tokens = verifier(secret().secret(), {hs256});
  for (const char* text : {R"({"alg":"HS256","crit":["b64"],"b64":false})", R"({"alg":"HS256","crit":[]})", R"(["HS256"])",
                           R"({"alg":["HS256"]})", R"({"alg":"HS256","typ":"secevent+jwt"})", R"({"alg":"HS256","typ":1})",
                           R"({"alg":"HS256")", R"("HS256")", ""}) {
    EXPECT_EQ(refusal(tokens, token(text, kGoodClaims, secret())), kNotAccepted) << text;
  }
  for (const char* text : {R"({"alg":"HS256"})", R"({"alg":"HS256","typ":"at+jwt"})", R"({"typ":"jwt","alg":"HS256","x":[1]})"}) {
    EXPECT_EQ(refusal(tokens, token(text, kGoodClaims, secret())), "accepted as alice") << text;
  }
}

TEST(Jwt, KeepsEveryByteOfAnAcceptedTokenFromBeingChanged) {
  const auto tokens = verifier(secret().secret(), {hs256});
  const auto good = token(header("HS256"), kGoodClaims, secret());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char other : {'A', '_', '.', '=', '\0'}) {
      if (good[at] == other) continue;
      auto changed = good;
      changed[at] = other;
      EXPECT_EQ(refusal(tokens, changed), kNotAccepted) << at;
    }
  }
  EXPECT_EQ(refusal(tokens, good + "="), kNotAccepted);
  EXPECT_EQ(refusal(tokens, good + "."), kNotAccepted);
  EXPECT_EQ(refusal(tokens, "." + good), kNotAccepted);
}

TEST(Jwt, RefusesEcdsaSignaturesOfAnotherLengthOrOfZeros) {
  const auto tokens = verifier(p256().public_pem(), {es256});
  const std::string message = base64url(header("ES256")) + "." + base64url(kGoodClaims);
  const std::string good = p256().sign(message);
  EXPECT_EQ(refusal(tokens, message + "." + base64url(good)), "accepted as alice");
  for (const std::string& bad : {std::string(64, '\0'), good + '\0', '\0' + good, good.substr(1), std::string(), std::string(64, '\xFF')}) {
    EXPECT_EQ(refusal(tokens, message + "." + base64url(bad)), kNotAccepted);
  }
}

TEST(Jwt, BoundsItsInput) {
  const auto tokens = verifier(secret().secret(), {hs256});
  const auto with_padding = [&](std::size_t bytes) {
    return token(header("HS256"), claims_but("pad", '"' + std::string(bytes, 'x') + '"'), secret());
  };
  EXPECT_EQ(refusal(tokens, with_padding(5'000)), "accepted as alice");
  EXPECT_EQ(refusal(tokens, with_padding(6'200)), kNotAccepted);
  const auto deep = claims_but("deep", std::string(3'000, '[') + std::string(3'000, ']'));
  EXPECT_EQ(refusal(tokens, token(header("HS256"), deep, secret())), kNotAccepted);
  EXPECT_EQ(refusal(tokens, ""), kNotAccepted);
  EXPECT_EQ(refusal(tokens, ".."), kNotAccepted);
}

std::string fault_of(std::string_view file, std::vector<JwtAlgorithm> pinned) {
  const auto keys = parse_jwt_keys(file, pinned, "keys.json");
  return keys ? "" : keys.error().message;
}

TEST(JwtKeyFile, SaysWhatIsWrongWithAKey) {
  const Signer weak(Signer::Kind::rsa, 1024);
  EXPECT_THAT(fault_of("too short", {hs256}), HasSubstr("at least 32 bytes"));
  EXPECT_THAT(fault_of("", {hs256}), HasSubstr("at least 32 bytes"));
  EXPECT_THAT(fault_of(weak.public_pem(), {rs256}), HasSubstr("2048"));
  EXPECT_THAT(fault_of(weak.jwk("w"), {rs256}), HasSubstr("key [w]: an RSA key has 2048"));
  EXPECT_THAT(fault_of(rsa().private_pem(), {rs256}), HasSubstr("openssl pkey"));
  EXPECT_THAT(fault_of("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n", {rs256}), HasSubstr("openssl x509"));
  EXPECT_THAT(fault_of("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n", {rs256}), HasSubstr("not a public key"));
  EXPECT_THAT(fault_of("-----BEGIN PUBLIC KEY-----\nAA==\n", {rs256}), HasSubstr("without its end"));
  EXPECT_THAT(fault_of(rsa().public_pem(), {es256}), HasSubstr("no key for a configured algorithm"));
  EXPECT_THAT(fault_of(R"({"keys":[]})", {es256}), HasSubstr("no key for a configured algorithm"));
  EXPECT_THAT(fault_of(R"({"keys":{}})", {es256}), HasSubstr("array"));
  EXPECT_THAT(fault_of(R"({"keys":[1]})", {es256}), HasSubstr("JSON object"));
  EXPECT_THAT(fault_of(R"({"keys":[)", {es256}), HasSubstr("keys.json: "));
  EXPECT_THAT(fault_of(rsa().jwk("r", R"(,"d":"AQ")"), {rs256}), HasSubstr("private"));
  EXPECT_THAT(fault_of(R"({"kty":"RSA","n":"AQ=="})", {rs256}), HasSubstr("base64url"));
  EXPECT_THAT(fault_of(std::string(65 << 10, 'x'), {hs256}), HasSubstr("64 KiB"));
  std::string many = R"({"keys":[)";
  for (int i = 0; i < 17; ++i) many += (i ? "," : "") + p256().jwk(std::to_string(i));
  EXPECT_THAT(fault_of(many + "]}", {es256}), HasSubstr("more than 16"));
}

TEST(JwtKeyFile, FindsThePointThatIsNotOnTheCurve) {
  const std::string bad = R"({"kty":"EC","crv":"P-256","x":")" + base64url(std::string(32, '\1')) + R"(","y":")" +
                          base64url(std::string(32, '\2')) + "\"}";
  EXPECT_THAT(fault_of(bad, {es256}), HasSubstr("are not a key"));
}

TEST(JwtKeyFile, NeverTellsASecret) {
  const std::string short_secret = "hunter2-hunter2";
  EXPECT_THAT(fault_of(short_secret, {hs256}), Not(HasSubstr("hunter2")));
  EXPECT_THAT(fault_of(R"({"kty":"oct","k":"hunter2"})", {hs256}), Not(HasSubstr("hunter2")));
}

TEST(JwtKeyFile, LeavesOutKeysThatAreForSomethingElse) {
  const std::string set = fmt::format(R"({{"keys":[{},{},{},{},{{"kty":"OKP","crv":"Ed25519","x":"AA"}}]}})",
                                      rsa().jwk("a", R"(,"use":"enc")"), rsa().jwk("b", R"(,"alg":"RS512")"),
                                      rsa().jwk("c", R"(,"use":"sig","alg":"RS256")"), p256().jwk("d"));
  const auto keys = parse_jwt_keys(set, std::vector{rs256}, "keys");
  ASSERT_TRUE(keys.ok()) << keys.error().message;
  ASSERT_EQ(keys->size(), 1u);
  EXPECT_EQ(keys->front().id(), "c");
}

TEST(Base64Url, HasOneSpellingPerValue) {
  EXPECT_EQ(base64url_decode(""), "");
  EXPECT_EQ(base64url_decode("Zm9v"), "foo");
  EXPECT_EQ(base64url_decode("Zg"), "f");
  EXPECT_EQ(base64url_decode("-_8"), "\xFB\xFF");
  for (const char* wrong : {"Z", "Zh", "Zm9", "Zg==", "Zm 9v", "+/8", "Zm9v\n", "Zm9v."}) {
    EXPECT_EQ(base64url_decode(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace aisle::server::shop_api
