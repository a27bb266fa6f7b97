#include "server/config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>

#include "server/config/serve_settings.hpp"

namespace aisle::server::config {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Sources with(std::map<std::string, std::string> variables, std::string toml,
             std::vector<std::pair<std::string, std::string>> flags = {}) {
  Sources sources;
  sources.variable = [variables](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  sources.file_name = "aisle.toml";
  sources.file_text = std::move(toml);
  sources.flags = std::move(flags);
  return sources;
}

std::string error_of(const Sources& sources) {
  const auto config = Config::resolve(sources);
  return config ? "no error" : config.error().message;
}

TEST(Config, PrefersFlagsToVariablesToTheFileToDefaults) {
  const std::string toml = "[server]\nlisten = \"127.0.0.1:1\"\nthreads = 3\nsearch_threads = 5\n";
  const auto config = *Config::resolve(
      with({{"AISLE_LISTEN", "127.0.0.1:2"}, {"AISLE_THREADS", "4"}}, toml, {{"listen", "127.0.0.1:3"}}));
  EXPECT_EQ(config.text("listen"), "127.0.0.1:3");
  EXPECT_EQ(config.setting("listen").origin, "--listen");
  EXPECT_EQ(config.number("threads"), 4u);
  EXPECT_EQ(config.setting("threads").origin, "AISLE_THREADS");
  EXPECT_EQ(config.number("search-threads"), 5u);
  EXPECT_EQ(config.setting("search-threads").origin, "aisle.toml:4");
  EXPECT_EQ(config.setting("max-body").origin, "default");
}

TEST(Config, NamesTheLineOfAnUnknownKeyAndWhatWasMeant) {
  EXPECT_EQ(error_of(with({}, "[server]\nlisten = \":1\"\nsearchthreads = 3\n")),
            "aisle.toml:3: unknown key [server.searchthreads]; did you mean [server.search_threads]?");
  EXPECT_EQ(error_of(with({}, "[x]\ny = 1\n")), "aisle.toml:2: unknown key [x.y]");
}

TEST(Config, NamesTheOriginOfABadValue) {
  EXPECT_THAT(error_of(with({}, "[http]\n\nmax_body = \"lots\"\n")), HasSubstr("aisle.toml:3: max-body [lots] is not a number of bytes"));
  EXPECT_THAT(error_of(with({{"AISLE_THREADS", "-1"}}, "")), HasSubstr("AISLE_THREADS: threads [-1] is not a whole number"));
  EXPECT_THAT(error_of(with({}, "", {{"idle-timeout", "5"}})), HasSubstr("--idle-timeout: idle-timeout [5] is not a duration"));
  EXPECT_THAT(error_of(with({}, "[http\n")), HasSubstr("aisle.toml:1: "));
  EXPECT_THAT(error_of(with({}, "[server]\nlisten = 1979-05-27\n")), HasSubstr("aisle.toml:2: "));
}

TEST(Config, PrintsAFileThatSaysTheSame) {
  const auto config = *Config::resolve(with({{"AISLE_CORS_ALLOW_ORIGIN", "https://a, https://b"}}, "[log]\naccess = true\n"));
  const auto printed = config.print();
  EXPECT_THAT(printed, HasSubstr("access = true"));
  EXPECT_THAT(printed, HasSubstr("# aisle.toml:2"));
  const auto again = *Config::resolve(with({}, printed));
  EXPECT_THAT(again.list("cors-allow-origin"), ElementsAre("https://a", "https://b"));
  for (const auto& option : option_table()) {
    if (option.kind != Kind::list) EXPECT_EQ(again.text(option.name), config.text(option.name)) << option.name;
  }
}

TEST(Options, HaveDefaultsOfTheirKind) {
  for (const auto& option : option_table()) EXPECT_TRUE(check_value(option.kind, option.default_value).ok()) << option.name;
}

TEST(Options, ReadUnits) {
  EXPECT_EQ(*parse_bytes("100MiB"), 100u << 20);
  EXPECT_EQ(*parse_bytes("64 kb"), 64u << 10);
  EXPECT_EQ(*parse_bytes("512"), 512u);
  EXPECT_EQ(*parse_duration_ms("5m"), 300'000u);
  EXPECT_EQ(*parse_duration_ms("0"), 0u);
  for (const char* wrong : {"", "x", "1x", "1.5MiB", "99999999999999", "-1", "MiB"}) EXPECT_FALSE(parse_bytes(wrong).ok()) << wrong;
}

TEST(Options, GuessWhatWasMeant) {
  const std::vector<std::string> words = {"listen", "threads", "search-threads"};
  EXPECT_EQ(closest("lsten", words), "listen");
  EXPECT_EQ(closest("search-thread", words), "search-threads");
  EXPECT_EQ(closest("zebra", words), "");
}

TEST(Endpoint, ReadsHostsAndPorts) {
  EXPECT_EQ(parse_endpoint("localhost:1")->address, "127.0.0.1");
  EXPECT_EQ(parse_endpoint(":9200")->port, 9200);
  EXPECT_EQ(parse_endpoint("9201")->port, 9201);
  EXPECT_EQ(parse_endpoint("[::1]:1")->address, "::1");
  for (const char* wrong : {"", "host:1", "127.0.0.1:65536", "127.0.0.1:x", "1.2.3:4"}) {
    EXPECT_FALSE(parse_endpoint(wrong).ok()) << wrong;
  }
}

TEST(ShopConfig, ReadsTheShopsRules) {
  const auto shop = *shop_config(*Config::resolve(
      with({}, "[shop]\nhold_from = \"cart\"\nlease = \"5m\"\ncurrency = \"JPY\"\n[shop.fields]\nprice = \"cost\"\n")));
  EXPECT_EQ(shop.rules.hold_from, shop::HoldFrom::cart);
  EXPECT_EQ(shop.rules.reservation_lease, 5 * shop::kMinute);
  EXPECT_EQ(shop.rules.currency.code(), "JPY");
  EXPECT_EQ(shop.catalog.fields.price, "cost");
  EXPECT_TRUE(shop.enabled);
}

TEST(ShopConfig, RefusesWhatMakesNoSense) {
  for (const auto& [name, value] : {std::pair{"shop-hold-from", "search"}, {"shop-currency", "DUCATS"}, {"shop-lease", "90m"},
                                    {"shop-payment-provider", "barter"}, {"shop-cart-line-limit", "0"}}) {
    const auto shop = shop_config(*Config::resolve(with({}, "", {{name, value}})));
    EXPECT_FALSE(shop.ok()) << name;
  }
}

TEST(ServeSettings, RefuseToListenBeyondThisMachineWithoutKeys) {
  const auto open = serve_settings(*Config::resolve(with({}, "", {{"listen", "0.0.0.0:9200"}})));
  ASSERT_FALSE(open.ok());
  EXPECT_THAT(open.error().message, AllOf(HasSubstr("--allow-anonymous-remote"), HasSubstr("aisle api-key --id admin"),
                                          HasSubstr("--listen 0.0.0.0:9200 --api-key-file"), HasSubstr("--jwt-key-file")));
  EXPECT_TRUE(serve_settings(*Config::resolve(
                                 with({}, "", {{"listen", "0.0.0.0:9200"}, {"allow-anonymous-remote", "true"}})))
                  .ok());
  EXPECT_TRUE(serve_settings(*Config::resolve(with({}, ""))).ok());
}

/// A file that goes with its test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    const int file = mkstemp(path_.data());
    EXPECT_EQ(write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    close(file);
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = ::testing::TempDir() + "aisle-access-XXXXXX";
};

std::string serve_error(std::vector<std::pair<std::string, std::string>> flags) {
  const auto settings = serve_settings(*Config::resolve(with({}, "", std::move(flags))));
  return settings ? "" : settings.error().message;
}

TEST(ServeSettings, ReadKeysAndTokenKeysBeforeTheServerStarts) {
  const TemporaryFile keys("boss:0123456789abcdef\n");
  const TemporaryFile secret("a secret of at least 32 bytes, for tests\n");
  const auto settings = serve_settings(*Config::resolve(with({}, "", {{"listen", "0.0.0.0:9200"},
                                                                      {"api-key-file", keys.path()},
                                                                      {"jwt-key-file", secret.path()},
                                                                      {"jwt-algorithm", "HS256"},
                                                                      {"jwt-audience", "shop,app"},
                                                                      {"jwt-issuer", "https://id.shop.example"}})));
  ASSERT_TRUE(settings.ok()) << settings.error().message;
  EXPECT_FALSE(settings->http.api_keys.empty());
  EXPECT_TRUE(settings->tokens.has_value());
}

TEST(ServeSettings, DoNotTakeTokensForKeys) {
  const TemporaryFile secret("a secret of at least 32 bytes, for tests\n");
  EXPECT_THAT(serve_error({{"listen", "0.0.0.0:9200"}, {"jwt-key-file", secret.path()}, {"jwt-algorithm", "HS256"},
                           {"jwt-audience", "shop"}, {"jwt-issuer", "id"}}),
              HasSubstr("keys are for services"));
}

TEST(ServeSettings, WantAllTokenOptionsOrNone) {
  const TemporaryFile secret("a secret of at least 32 bytes, for tests\n");
  EXPECT_THAT(serve_error({{"jwt-key-file", secret.path()}}), HasSubstr("also needs --jwt-algorithm"));
  EXPECT_THAT(serve_error({{"jwt-key-file", secret.path()}, {"jwt-algorithm", "HS256"}}), HasSubstr("also needs --jwt-audience"));
  EXPECT_THAT(serve_error({{"jwt-issuer", "id"}}), HasSubstr("--jwt-issuer: --jwt-issuer has no effect without --jwt-key-file"));
  const auto with_algorithm = [&](std::string algorithm) {
    return serve_error({{"jwt-key-file", secret.path()}, {"jwt-algorithm", std::move(algorithm)}, {"jwt-audience", "a"}, {"jwt-issuer", "i"}});
  };
  EXPECT_THAT(with_algorithm("none"), HasSubstr("--jwt-algorithm: [none] is no algorithm"));
  EXPECT_THAT(with_algorithm("RS256"), HasSubstr("no key for a configured algorithm"));
  EXPECT_EQ(with_algorithm("HS256,RS256"), "");
  EXPECT_THAT(serve_error({{"jwt-key-file", "/nowhere/keys"}, {"jwt-algorithm", "HS256"}, {"jwt-audience", "a"}, {"jwt-issuer", "i"}}),
              HasSubstr("/nowhere/keys"));
  EXPECT_THAT(serve_error({{"api-key-file", secret.path()}}), HasSubstr(":1: "));
}

TEST(ShopConfig, TellsSubscribersOfOrdersOnceThereAreAny) {
  EXPECT_FALSE(shop_config(*Config::resolve(with({}, "")))->rules.outgoing_webhooks);
  const TemporaryFile secrets("whsec_1\n");
  const auto shop = shop_config(*Config::resolve(
      with({}, "", {{"shop-webhook-targets", "https://erp.example/hook"}, {"shop-webhook-signing-file", secrets.path()}})));
  ASSERT_TRUE(shop.ok()) << shop.error().message;
  EXPECT_TRUE(shop->rules.outgoing_webhooks);
}

}  // namespace
}  // namespace aisle::server::config
