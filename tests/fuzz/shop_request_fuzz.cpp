// What the shop reads of a request: whatever is sent, reading ends, and a fault is a sound problem that stays small.
// The first byte chooses between a body, a query and the headers.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json/json_document.hpp"
#include "server/http/uri.hpp"
#include "server/shop_api/http/body_reader.hpp"
#include "server/shop_api/http/condition_headers.hpp"
#include "server/shop_api/http/idempotency_header.hpp"
#include "server/shop_api/http/query_reader.hpp"

using namespace aisle;
using namespace aisle::server::shop_api;
using aisle::server::http::Request;

namespace {

constexpr NamedValue<int> kColours[] = {{"red", 1}, {"blue", 2}};

void require(bool condition) {
  if (!condition) std::abort();
}

void require_sound(const shop::Answer& problem) {
  require(problem.status >= 400 && problem.status < 500);
  require(problem.body.size() < 4096);
  const auto document = JsonDocument::parse(problem.body);
  require(document.ok() && document->root().find("code").has_value());
}

void read_everything(ObjectReader& body) {
  const auto number = body.optional_integer("n", kQuantity);
  require(!number || (*number >= kQuantity.min && *number <= kQuantity.max));
  const auto text = body.optional_text("t", kSku);
  require(!text || (!text->empty() && text->size() <= kSku.max_bytes));
  body.optional_boolean("b");
  const auto id = body.optional_id("id");
  require(!id || shop::parse_id(to_string(*id)) == id);
  const auto money = body.optional_money("m");
  require(!money || (money->amount >= 0 && money->amount <= shop::kMaxAmount && money->currency.known()));
  body.optional_choice<int>("c", kColours);
  if (const auto raw = body.optional_object_text("raw", 256)) require(JsonDocument::parse(*raw).ok());
  body.optional_object("o", [](ObjectReader& inner) { inner.integer("x", kAnyInteger); });
  body.optional_each_object("l", {0, 8}, [](ObjectReader& line) { line.text("sku", kSku); });
}

void read_a_body(std::string_view text) {
  Request request;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = text;
  if (const auto fault = read_body(request, read_everything)) require_sound(*fault);
}

void read_a_query(std::string_view text) {
  Request request;
  auto query = server::http::parse_query(text);
  if (!query) return;
  request.query = *std::move(query);
  QueryReader reader(request);
  const auto limit = reader.integer("limit", {1, 100}, 50);
  require(limit >= 1 && limit <= 100);
  reader.text("cursor", {});
  if (const auto fault = reader.finish()) require_sound(*fault);
}

/// `"` and `\` escaped, in quotes.
std::string quoted(std::string_view key) {
  std::string text = "\"";
  for (const char c : key) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

void read_headers(std::string_view text) {
  Request request;
  request.headers = {{"If-Match", std::string(text)}, {"If-None-Match", std::string(text)}, {"Idempotency-Key", std::string(text)}};
  const auto version = if_match(request);
  if (!version) require_sound(version.error());
  if (version && *version) require(text.find(shop::etag(**version)) != std::string_view::npos);
  if (version && *version) require(if_none_match_names(request, **version));
  const auto key = idempotency_key(request);
  if (!key) return require_sound(key.error());
  require(key->has_value());
  request.headers = {{"Idempotency-Key", quoted(**key)}};
  require(*idempotency_key(request) == *key);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: read_a_body(text); break;
    case 1: read_a_query(text); break;
    default: read_headers(text);
  }
  return 0;
}
