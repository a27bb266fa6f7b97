#include "server/config/options.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/suggest/edit_distance.hpp"

namespace aisle::server::config {
namespace {

constexpr auto kOptions = std::to_array<OptionSpec>({
    {"data-dir", "storage.data_dir", Kind::text, "./data", "where indices, orders and settings are kept"},
    {"listen", "server.listen", Kind::text, "127.0.0.1:9200", "address and port to listen on, HOST:PORT"},
    {"threads", "server.threads", Kind::number, "0", "threads that read and write sockets; 0 means one per core"},
    {"shop-threads", "server.shop_threads", Kind::number, "0", "shop requests that read the store, at once; 0 means one per core"},
    {"search-threads", "server.search_threads", Kind::number, "0", "searches run at once; 0 means one per core"},
    {"write-threads", "server.write_threads", Kind::number, "0", "writes run at once; 0 means half the cores"},
    {"shop-queue", "server.shop_queue", Kind::number, "2000", "shop requests that may wait; past it 429"},
    {"search-queue", "server.search_queue", Kind::number, "1000", "searches that may wait; past it 429"},
    {"write-queue", "server.write_queue", Kind::number, "10000", "writes that may wait; past it 429"},
    {"admin-queue", "server.admin_queue", Kind::number, "200", "administrative requests that may wait; past it 429"},
    {"api-key-file", "security.api_key_file", Kind::text, "", "file of API keys, one a line, as `aisle api-key` makes them; empty lets everyone in"},
    {"allow-anonymous-remote", "security.allow_anonymous_remote", Kind::boolean, "false",
     "listen beyond this machine although no API key is asked for"},
    {"jwt-key-file", "security.jwt_key_file", Kind::text, "",
     "file that verifies shoppers' tokens: shared secret, PUBLIC KEY in PEM, or JWK set; empty: shoppers cannot sign in"},
    {"jwt-algorithm", "security.jwt_algorithm", Kind::list, "", "the algorithms that tokens may have: HS256, RS256, ES256"},
    {"jwt-audience", "security.jwt_audience", Kind::list, "", "a token's `aud` must name one of these"},
    {"jwt-issuer", "security.jwt_issuer", Kind::text, "", "a token's `iss` must be this"},
    {"cors-allow-origin", "http.cors_allow_origin", Kind::list, "",
     "origins whose pages may call from a browser, or *; empty turns CORS off"},
    {"max-body", "http.max_body", Kind::bytes, "100MiB", "largest request body, also after decompression"},
    {"max-header", "http.max_header", Kind::bytes, "16KiB", "largest request head"},
    {"max-connections", "http.max_connections", Kind::number, "10000", "open connections; past it 503"},
    {"max-bodies-in-flight", "http.max_bodies_in_flight", Kind::bytes, "1GiB",
     "bytes of all request bodies together; past it 429"},
    {"max-decompression-ratio", "http.max_decompression_ratio", Kind::number, "200",
     "decompressed bytes per compressed byte, past 8 MiB"},
    {"header-timeout", "http.header_timeout", Kind::duration, "10s", "for a request's head"},
    {"body-timeout", "http.body_timeout", Kind::duration, "30s", "for every further 4 KiB of a request's body"},
    {"idle-timeout", "http.idle_timeout", Kind::duration, "75s", "between the requests of a connection"},
    {"write-timeout", "http.write_timeout", Kind::duration, "30s", "for every further 256 KiB of an answer"},
    {"request-timeout", "http.request_timeout", Kind::duration, "0", "after which a request's work is cancelled; 0 means never"},
    {"drain-timeout", "server.drain_timeout", Kind::duration, "30s", "for requests under way when the server is asked to stop"},
    {"compression", "http.compression", Kind::boolean, "true", "compress answers for clients that accept gzip"},
    {"compression-level", "http.compression_level", Kind::number, "3", "1 (fast) to 9 (small)"},
    {"compression-min", "http.compression_min", Kind::bytes, "1KiB", "answers smaller than this are sent as they are"},
    {"log-level", "log.level", Kind::text, "info", "trace, debug, info, warn, error or off"},
    {"log-format", "log.format", Kind::text, "auto", "human, json, or auto: human on a terminal"},
    {"access-log", "log.access", Kind::boolean, "false", "log every request"},
    {"slow-request", "log.slow_request", Kind::duration, "500ms", "log requests that take longer; 0 means none"},
    {"no-color", "log.no_color", Kind::boolean, "false", "no colours; NO_COLOR and TERM=dumb say so, too"},
    {"shop", "shop.enabled", Kind::boolean, "true", "carts, inventory and orders under /_shop/v1"},
    {"shop-currency", "shop.currency", Kind::text, "USD", "of catalog prices that name none; ISO 4217"},
    {"shop-catalog", "shop.catalog", Kind::text, "products", "index or alias that holds the products; a SKU is a document's id"},
    {"shop-field-title", "shop.fields.title", Kind::text, "title", "a product's name"},
    {"shop-field-price", "shop.fields.price", Kind::text, "price", "a product's price in whole units"},
    {"shop-field-currency", "shop.fields.currency", Kind::text, "currency", "of that price"},
    {"shop-field-inventory", "shop.fields.inventory", Kind::text, "inventory",
     "units that can be sold: opening stock in documents, kept current by the shop"},
    {"shop-field-in-stock", "shop.fields.in_stock", Kind::text, "in_stock", "whether there are any; kept current by the shop"},
    {"shop-field-reserved", "shop.fields.reserved", Kind::text, "reserved", "units held for shoppers; kept current by the shop"},
    {"shop-hold-from", "shop.hold_from", Kind::text, "checkout", "when stock is held for a shopper: checkout or cart"},
    {"shop-lease", "shop.lease", Kind::duration, "30m", "how long stock is held for an unpaid order or reservation"},
    {"shop-longest-lease", "shop.longest_lease", Kind::duration, "60m", "with all extensions"},
    {"shop-guest-cart-life", "shop.guest_cart_life", Kind::duration, "720h", "of guest carts after their last change"},
    {"shop-line-quantity-limit", "shop.line_quantity_limit", Kind::number, "999", "units in one line of a cart"},
    {"shop-cart-line-limit", "shop.cart_line_limit", Kind::number, "100", "lines in a cart"},
    {"shop-low-stock", "shop.low_stock", Kind::number, "5", "tell when so many units or fewer are left"},
    {"shop-payment-provider", "shop.payment_provider", Kind::text, "test", "who takes the money: test or stripe"},
    {"shop-shipping", "shop.shipping", Kind::text, "automatic",
     "automatic: a worker hands paid orders to the carrier; manual: shipments are recorded by hand"},
    {"shop-name", "shop.name", Kind::text, "Aisle", "how mails name the shop"},
    {"shop-stripe-key-file", "shop.stripe_key_file", Kind::text, "", "file with the secret key of the Stripe account"},
    {"shop-stripe-url", "shop.stripe_url", Kind::text, "https://api.stripe.com", "where Stripe's API is"},
    {"shop-webhook-secrets-file", "shop.webhook_secrets_file", Kind::text, "",
     "secrets of the payment provider's webhooks, one a line; more than one while they are changed"},
    {"shop-test-payment-delay", "shop.test_payment_delay", Kind::duration, "1s", "how long the test provider takes for a payment"},
    {"shop-test-delivery-delay", "shop.test_delivery_delay", Kind::duration, "10s", "how long the test carrier takes for a parcel"},
    {"shop-smtp-url", "shop.smtp_url", Kind::text, "", "mail server, smtps://host or smtp://host:587; empty: mails only become files"},
    {"shop-smtp-user", "shop.smtp_user", Kind::text, "", "who signs in there; empty: nobody"},
    {"shop-smtp-password-file", "shop.smtp_password_file", Kind::text, "", "file with the password"},
    {"shop-webhook-targets", "shop.webhook_targets", Kind::list, "", "https:// URLs that are told what happens to orders and stock"},
    {"shop-webhook-signing-file", "shop.webhook_signing_file", Kind::text, "", "secrets that those calls are signed with, one a line"},
    {"shop-webhook-allow-private", "shop.webhook_allow_private", Kind::boolean, "false", "targets may be in private networks"},
    {"shop-ca-file", "shop.ca_file", Kind::text, "", "certificates trusted beside the system's"},
    {"shop-mail-from", "shop.mail_from", Kind::text, "shop@localhost", "sender of mails"},
    {"shop-restocker", "shop.restocker", Kind::text, "", "mail address of who is told of low stock"},
    {"shop-templates", "shop.templates", Kind::text, "", "folder of the shop's own mail templates"},
    {"shop-carrier", "shop.carrier", Kind::text, "test", "who carries parcels"},
    {"pid-file", "server.pid_file", Kind::text, "", "file to write the process id to"},
});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr auto kByteUnits = std::to_array<Unit>({{"", 1}, {"b", 1}, {"kib", 1ull << 10}, {"kb", 1ull << 10}, {"k", 1ull << 10},
                                                 {"mib", 1ull << 20}, {"mb", 1ull << 20}, {"m", 1ull << 20},
                                                 {"gib", 1ull << 30}, {"gb", 1ull << 30}, {"g", 1ull << 30}});
constexpr auto kTimeUnits = std::to_array<Unit>({{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}});

/// A number, then one of `units`. At most 15 digits, so that no product with a unit overflows unseen.
Result<std::uint64_t> parse_with_unit(std::string_view text, std::span<const Unit> units, std::string_view expected) {
  const auto digits_end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  const Error wrong(ErrorCode::invalid_argument, "[" + std::string(text) + "] is not " + std::string(expected));
  if (digits_end == 0 || digits_end > 9) return wrong;
  std::uint64_t number = 0;
  for (char c : text.substr(0, digits_end)) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  auto rest = text.substr(digits_end);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const auto unit = std::ranges::find(units, lower_case(rest), &Unit::name);
  if (unit == units.end()) return wrong;
  return number * unit->factor;
}


}  // namespace

std::span<const OptionSpec> option_table() { return kOptions; }

const OptionSpec* find_option(std::string_view name) {
  const auto found = std::ranges::find(kOptions, name, &OptionSpec::name);
  return found == kOptions.end() ? nullptr : &*found;
}

std::string flag_of(const OptionSpec& option) { return "--" + std::string(option.name); }

std::string variable_of(const OptionSpec& option) {
  std::string name = "AISLE_" + std::string(option.name);
  for (char& c : name) c = c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name;
}

Result<std::uint64_t> parse_number(std::string_view text) {
  constexpr auto kNoUnit = std::to_array<Unit>({{"", 1}});
  return parse_with_unit(text, kNoUnit, "a whole number");
}

Result<std::uint64_t> parse_bytes(std::string_view text) {
  return parse_with_unit(text, kByteUnits, "a number of bytes, like 512, 64KiB, 100MiB or 2GiB");
}

Result<std::uint64_t> parse_duration_ms(std::string_view text) {
  if (text == "0") return std::uint64_t{0};
  return parse_with_unit(text, kTimeUnits, "a duration, like 500ms, 30s, 5m or 1h");
}

Result<bool> parse_boolean(std::string_view text) {
  const auto word = lower_case(text);
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0") return false;
  return Error(ErrorCode::invalid_argument, "[" + std::string(text) + "] is not true or false");
}

Status check_value(Kind kind, std::string_view text) {
  const auto status = [](auto result) { return result ? Status() : Status(std::move(result).error()); };
  switch (kind) {
    case Kind::number: return status(parse_number(text));
    case Kind::bytes: return status(parse_bytes(text));
    case Kind::duration: return status(parse_duration_ms(text));
    case Kind::boolean: return status(parse_boolean(text));
    case Kind::text:
    case Kind::list: break;
  }
  return {};
}

std::string_view closest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t kLongest = 64;
  if (word.size() > kLongest) return {};
  const std::u32string typed = engine::code_points(word);
  std::string_view best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = engine::edit_distance(typed, engine::code_points(candidate), true);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace aisle::server::config
