#pragma once
// START HERE to read a request's JSON: strictly, and with one check at the end.
//
//   shop::PutLine command;
//   if (auto fault = read_body(request, [&](ObjectReader& body) {
//         command.quantity = body.integer("quantity", kQuantity);
//         command.attributes = body.optional_object_text("attributes", 4096);
//       })) {
//     return *fault;
//   }
//
// The first fault is kept; after it every getter returns a harmless default, so readers are written straight through.
// A member that no getter asked for is a fault, too: a client that misspells a name, or that tries to set what is not
// its to set, learns so. `null` is a value of no type here; what is not there is left out.
//
// Bounds: 256 KiB, 64 levels, 100,000 values, no duplicate names, valid UTF-8, integers exact within 64 bits ("5.0" and
// "5e0" are none).

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/json_document.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/money/money.hpp"
#include "server/http/request.hpp"
#include "server/shop_api/http/read_fault.hpp"
#include "server/shop_api/http/value_rules.hpp"

namespace aisle::server::shop_api {

inline constexpr std::size_t kMaxShopBodyBytes = 256u << 10;

struct CountRange {
  std::size_t min = 0;
  std::size_t max = 100;
};

template <class E>
struct NamedValue {
  std::string_view name;
  E value;
};

/// One JSON object while it is being read. Lives within the call of `read_body`; texts returned are copies.
class ObjectReader {
 public:
  using ReadObject = std::function<void(ObjectReader&)>;

  std::int64_t integer(std::string_view name, IntegerRange range);
  std::optional<std::int64_t> optional_integer(std::string_view name, IntegerRange range);
  std::string text(std::string_view name, TextRule rule);
  std::optional<std::string> optional_text(std::string_view name, TextRule rule);
  std::optional<bool> optional_boolean(std::string_view name);
  shop::Id id(std::string_view name);
  std::optional<shop::Id> optional_id(std::string_view name);
  /// `{"amount": 1999, "currency": "USD"}`; amounts below zero only if `may_be_negative`.
  shop::Money money(std::string_view name, bool may_be_negative = false);
  std::optional<shop::Money> optional_money(std::string_view name, bool may_be_negative = false);

  /// One of a few words; the fault lists them.
  template <class E>
  std::optional<E> optional_choice(std::string_view name, std::span<const NamedValue<E>> choices) {
    std::vector<std::string_view> names;
    for (const auto& choice : choices) names.push_back(choice.name);
    const auto chosen = choose(name, names);
    return chosen ? std::optional<E>(choices[*chosen].value) : std::nullopt;
  }
  template <class E>
  E choice(std::string_view name, std::span<const NamedValue<E>> choices) {
    require(name);
    return optional_choice(name, choices).value_or(E{});
  }

  void object(std::string_view name, const ReadObject& read);
  /// Whether it was there.
  bool optional_object(std::string_view name, const ReadObject& read);
  /// An object as its JSON text, unread but sound: for what is stored and given back as it came.
  std::optional<std::string> optional_object_text(std::string_view name, std::size_t max_bytes);
  /// A required array of objects, each read by `read`.
  void each_object(std::string_view name, CountRange count, const ReadObject& read);
  bool optional_each_object(std::string_view name, CountRange count, const ReadObject& read);
  /// A required array of texts.
  std::vector<std::string> texts(std::string_view name, CountRange count, TextRule rule);

  /// Says that a member is wrong in a way that only the caller knows. `why` stands behind its name. 422 unless told.
  void refuse(std::string_view name, std::string_view why, int status = 422, std::string_view code = "out-of-range");
  bool has(std::string_view name) const { return object_.find(name).has_value(); }

 private:
  friend class BodyRead;
  ObjectReader(JsonValue object, std::string path, Fault& fault) : object_(object), path_(std::move(path)), fault_(fault) {}

  std::optional<JsonValue> take(std::string_view name);
  std::optional<JsonValue> take(std::string_view name, JsonType type);
  void require(std::string_view name);
  std::optional<std::size_t> choose(std::string_view name, std::span<const std::string_view> names);
  std::optional<JsonValue> take_array(std::string_view name, CountRange count);
  std::optional<std::string> checked_text(const JsonValue& value, const std::string& path, TextRule rule);
  void descend(JsonValue object, std::string path, const ReadObject& read);
  void finish();
  std::string path_of(std::string_view name) const;
  void fail(int status, std::string_view code, std::string_view detail, std::string_view path, Position where);
  void wrong_type(const JsonValue& value, std::string_view path, std::string_view expected);

  JsonValue object_;
  std::string path_;
  Fault& fault_;
  std::vector<std::string_view> asked_;
};

/// Reads a request's body, which must be there and be a JSON object of Content-Type application/json.
Fault read_body(const http::Request& request, const ObjectReader::ReadObject& read);
/// The same, but no body at all stands for `{}`.
Fault read_optional_body(const http::Request& request, const ObjectReader::ReadObject& read);
/// One object of a text that is not a whole body (a line of a bulk request). The views it hands out view `text`.
Fault read_object(std::string_view text, const ObjectReader::ReadObject& read);

/// 413 past the shop's limit: for bodies that are not read as one JSON object.
Fault check_body_size(const http::Request& request, std::size_t max_bytes = kMaxShopBodyBytes);

}  // namespace aisle::server::shop_api
