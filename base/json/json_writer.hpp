#pragma once
// Writes JSON onto a string, straight through; numbers as Elasticsearch's clients expect them.

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>


namespace aisle {

/// Appends to `out`, which must outlive the writer. Calls must form one well-formed value; commas and colons are put
/// by the writer. Not thread-safe; no allocation but the string's growth.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view text);
  JsonWriter& integer(std::int64_t number);
  JsonWriter& unsigned_integer(std::uint64_t number);
  /// The shortest text that reads back as the same number; whole numbers get ".0", as Java prints doubles. What JSON
  /// cannot say (NaN, infinities) becomes null.
  JsonWriter& real(double number);
  JsonWriter& real(float number);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// Whatever a variant of booleans, integers, doubles and texts holds; null for anything else.
  template <class... Held>
  JsonWriter& value(const std::variant<Held...>& value) {
    std::visit([this](const auto& held) { this->write(held); }, value);
    return *this;
  }
  /// `json` is one complete JSON value, copied as it is.
  JsonWriter& raw(std::string_view json);

  // key and value at once
  JsonWriter& field(std::string_view name, std::string_view text) { return key(name).string(text); }
  JsonWriter& field(std::string_view name, const char* text) { return key(name).string(text); }
  JsonWriter& field(std::string_view name, bool value) { return key(name).boolean(value); }
  JsonWriter& field(std::string_view name, int number) { return key(name).integer(number); }
  JsonWriter& field(std::string_view name, std::int64_t number) { return key(name).integer(number); }
  JsonWriter& field(std::string_view name, std::uint32_t number) { return key(name).unsigned_integer(number); }
  JsonWriter& field(std::string_view name, std::uint64_t number) { return key(name).unsigned_integer(number); }
  JsonWriter& field(std::string_view name, double number) { return key(name).real(number); }

  std::string& out() { return out_; }

 private:
  template <class Held>
  void write(const Held& held) {
    if constexpr (std::is_same_v<Held, bool>) {
      boolean(held);
    } else if constexpr (std::is_integral_v<Held>) {
      integer(held);
    } else if constexpr (std::is_floating_point_v<Held>) {
      real(held);
    } else if constexpr (std::is_same_v<Held, std::string>) {
      string(held);
    } else {
      null();
    }
  }
  void before_value();
  std::string& out_;
  bool needs_comma_ = false;
};

/// The text that `real` writes, as Java's Double.toString and Float.toString would in plain range ("50.0", "0.1").
std::string format_real(double number);

/// Appends `text` as a JSON string with quotes. Invalid UTF-8 is passed through by bytes; callers hold valid text.
void append_json_string(std::string& out, std::string_view text);

}  // namespace aisle
