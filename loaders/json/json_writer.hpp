#pragma once
// Writes JSON onto a string, straight through; numbers as Elasticsearch's clients expect them.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/value.hpp"

namespace aisle::loaders {

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
  JsonWriter& value(const engine::Value& value);
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
  void before_value();
  std::string& out_;
  bool needs_comma_ = false;
};

/// The text that `real` writes, as Java's Double.toString and Float.toString would in plain range ("50.0", "0.1").
std::string format_real(double number);

/// Appends `text` as a JSON string with quotes. Invalid UTF-8 is passed through by bytes; callers hold valid text.
void append_json_string(std::string& out, std::string_view text);

}  // namespace aisle::loaders
