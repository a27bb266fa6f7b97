#pragma once
// A request body as a tree that remembers where each value stood, so that an error can say line and column.
//
// Parsed by RapidJSON's reader, iteratively, with UTF-8 validated and numbers kept as text: its own number conversion
// and its recursive mode overflow on hostile input. Bounded in depth and in nodes.

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace aisle {

enum class JsonType : std::uint8_t { null, boolean, number, string, array, object };
std::string_view to_string(JsonType type);

struct JsonLimits {
  std::uint32_t max_depth = 100;
  std::uint32_t max_nodes = 4'000'000;
  bool allow_duplicate_keys = false;
};

class JsonDocument;
class JsonElements;
class JsonMembers;

/// A value within a JsonDocument: two words, copied freely, valid as long as the document and its text.
class JsonValue {
 public:
  JsonType type() const;
  bool is_null() const { return type() == JsonType::null; }
  bool is_boolean() const { return type() == JsonType::boolean; }
  bool is_number() const { return type() == JsonType::number; }
  bool is_string() const { return type() == JsonType::string; }
  bool is_array() const { return type() == JsonType::array; }
  bool is_object() const { return type() == JsonType::object; }
  bool is_scalar() const { return type() < JsonType::array; }

  /// A string's characters, unescaped; a number's literal; "true"/"false"/"null".
  std::string_view text() const;
  /// REQUIRES: is_boolean().
  bool boolean() const;
  /// A number that is an integer within 64 bits ("5", "5.0", "5e2"); nothing otherwise.
  std::optional<std::int64_t> as_int64() const;
  /// Any number, rounded to the nearest double; nothing for other types or for what a double cannot hold.
  std::optional<double> as_double() const;
  /// True for a number written without fraction and exponent.
  bool is_integer_literal() const;

  /// Elements of an array, members of an object; 0 otherwise.
  std::uint32_t size() const;
  JsonElements elements() const;  ///< empty unless an array
  JsonMembers members() const;    ///< empty unless an object
  /// The member of that name. Linear; objects of requests are small.
  std::optional<JsonValue> find(std::string_view name) const;

  Position position() const;
  /// The value's bytes as they stand in the text.
  std::string_view raw() const;

 private:
  friend class JsonDocument;
  friend class JsonElements;
  friend class JsonMembers;
  JsonValue(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
  const JsonDocument* document_;
  std::uint32_t node_;
};

struct JsonMember {
  std::string_view name;
  JsonValue value;
  JsonValue name_value;  ///< the name itself, for its position
};

class JsonElements {
 public:
  class Iterator {
   public:
    JsonValue operator*() const { return JsonValue(document_, node_); }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    friend class JsonElements;
    Iterator(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
    const JsonDocument* document_;
    std::uint32_t node_;
  };
  Iterator begin() const { return {document_, first_}; }
  Iterator end() const { return {document_, end_}; }

 private:
  friend class JsonValue;
  JsonElements(const JsonDocument* document, std::uint32_t first, std::uint32_t end)
      : document_(document), first_(first), end_(end) {}
  const JsonDocument* document_;
  std::uint32_t first_;
  std::uint32_t end_;
};

class JsonMembers {
 public:
  class Iterator {
   public:
    JsonMember operator*() const;
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    friend class JsonMembers;
    Iterator(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
    const JsonDocument* document_;
    std::uint32_t node_;
  };
  Iterator begin() const { return {document_, first_}; }
  Iterator end() const { return {document_, end_}; }

 private:
  friend class JsonValue;
  JsonMembers(const JsonDocument* document, std::uint32_t first, std::uint32_t end)
      : document_(document), first_(first), end_(end) {}
  const JsonDocument* document_;
  std::uint32_t first_;
  std::uint32_t end_;
};

/// The tree. Views `text`, which must outlive it; movable (values taken before a move are invalid after it).
class JsonDocument {
 public:
  /// Parses exactly one JSON value. Errors: invalid_argument, kind "json_parse", with position.
  static Result<JsonDocument> parse(std::string_view text, const JsonLimits& limits = {});

  JsonValue root() const { return {this, 0}; }
  Position position_of(std::size_t byte) const;

 private:
  friend class JsonValue;
  friend class JsonElements;
  friend class JsonMembers;
  friend class JsonTreeBuilder;
  /// Nodes in reading order; an object's children alternate name and value.
  struct Node {
    JsonType type = JsonType::null;
    bool boolean = false;
    std::uint32_t size = 0;     ///< elements or members
    std::uint32_t after = 0;    ///< the node after this one's subtree
    std::uint32_t begin = 0;    ///< bytes in the text
    std::uint32_t end = 0;
    std::string_view content;   ///< strings and numbers
  };
  JsonDocument() = default;
  std::string_view text_;
  std::vector<Node> nodes_;
  std::vector<std::unique_ptr<char[]>> unescaped_;  ///< strings that had escapes
};

}  // namespace aisle
