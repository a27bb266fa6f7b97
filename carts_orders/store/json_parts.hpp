#pragma once
// The nested parts of a record (lines, payments, refunds, ...) as one JSON text, for a column of type text.
//
// Members that are zero or empty are left out, but for states.

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "carts_orders/store/record_fields.hpp"
#include "carts_orders/store/words.hpp"

namespace aisle::shop {

/// Writes one value. Texts must be valid UTF-8.
class JsonPartWriter {
 public:
  explicit JsonPartWriter(JsonWriter& json) : json_(json) {}

  /// A member of the object at work.
  template <class T>
  void operator()(std::string_view name, const T& value) {
    if (is_default(value)) return;
    json_.key(name);
    write(value);
  }
  template <class T>
    requires std::is_integral_v<T>
  void write(T value) {
    json_.integer(static_cast<std::int64_t>(value));
  }
  template <class T>
    requires std::is_enum_v<T>
  void write(T value) {
    json_.string(to_string(value));
  }
  void write(const std::string& text) { json_.string(text); }
  void write(const Id& id) { json_.string(to_string(id)); }
  void write(const Currency& currency) { json_.string(currency.code()); }
  void write(const Money& money) {
    json_.begin_object().field("amount", money.amount).field("currency", money.currency.code()).end_object();
  }
  void write(const std::pair<std::string, std::string>& pair) {
    json_.begin_array().string(pair.first).string(pair.second).end_array();
  }
  template <class T>
  void write(const std::vector<T>& list) {
    json_.begin_array();
    for (const T& element : list) write(element);
    json_.end_array();
  }
  template <HasFields T>
  void write(const T& part) {
    json_.begin_object();
    for_each_field(part, *this);
    json_.end_object();
  }

 private:
  template <class T>
  static bool is_default(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return false;
    } else if constexpr (std::is_integral_v<T>) {
      return value == 0;
    } else if constexpr (std::is_same_v<T, Id>) {
      return value.is_null();
    } else if constexpr (std::is_same_v<T, Money>) {
      return value == Money{};
    } else if constexpr (std::is_same_v<T, Currency>) {
      return !value.known();
    } else {
      return value.empty();
    }
  }
  JsonWriter& json_;
};

/// Reads what the writer wrote; false when it is something else.
class JsonPartReader {
 public:
  template <class T>
    requires std::is_integral_v<T>
  static bool read(const JsonValue& json, T& value) {
    const auto number = json.as_int64();
    if (!number || !std::in_range<T>(*number)) return false;
    value = static_cast<T>(*number);
    return true;
  }
  template <class T>
    requires std::is_enum_v<T>
  static bool read(const JsonValue& json, T& value) {
    return json.is_string() && assign(from_word<T>(json.text()), value);
  }
  static bool read(const JsonValue& json, std::string& text) {
    if (!json.is_string()) return false;
    text = json.text();
    return true;
  }
  static bool read(const JsonValue& json, Id& id) { return json.is_string() && assign(parse_id(json.text()), id); }
  static bool read(const JsonValue& json, Currency& currency) {
    return json.is_string() && (json.text().empty() || assign(Currency::find(json.text()), currency));
  }
  static bool read(const JsonValue& json, Money& money) {
    const auto amount = json.find("amount");
    const auto currency = json.find("currency");
    return amount && currency && read(*amount, money.amount) && read(*currency, money.currency);
  }
  static bool read(const JsonValue& json, std::pair<std::string, std::string>& pair) {
    if (!json.is_array() || json.size() != 2) return false;
    auto element = json.elements().begin();
    if (!read(*element, pair.first)) return false;
    ++element;
    return read(*element, pair.second);
  }
  template <class T>
  static bool read(const JsonValue& json, std::vector<T>& list) {
    if (!json.is_array()) return false;
    list.reserve(json.size());
    for (const JsonValue element : json.elements()) {
      if (!read(element, list.emplace_back())) return false;
    }
    return true;
  }
  template <HasFields T>
  static bool read(const JsonValue& json, T& part) {
    if (!json.is_object()) return false;
    bool sound = true;
    for_each_field(part, [&](std::string_view name, auto& field) {
      field = {};
      if (const auto member = json.find(name)) sound = sound && read(*member, field);
    });
    return sound;
  }

 private:
  template <class T>
  static bool assign(const std::optional<T>& from, T& to) {
    if (from) to = *from;
    return from.has_value();
  }
};

/// Appends a list to `out`; nothing when it is empty.
template <class T>
void append_json(std::string& out, const std::vector<T>& list) {
  if (list.empty()) return;
  JsonWriter json(out);
  JsonPartWriter(json).write(list);
}

/// Reads a list that `append_json` wrote.
template <class T>
bool parse_json(std::string_view text, std::vector<T>& list) {
  list.clear();
  if (text.empty()) return true;
  const auto document = JsonDocument::parse(text);
  return document && JsonPartReader::read(document->root(), list);
}

}  // namespace aisle::shop
