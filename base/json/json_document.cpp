#include "base/json/json_document.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <boost/unordered/unordered_flat_set.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

namespace aisle {

/// Receives RapidJSON's events and lays the nodes down in order.
class JsonTreeBuilder {
 public:
  JsonTreeBuilder(JsonDocument& document, const rapidjson::MemoryStream& stream, const JsonLimits& limits)
      : document_(document), stream_(stream), limits_(limits) {}

  bool Null() { return add_literal(JsonType::null, 4); }
  bool Bool(bool value) {
    if (!add_literal(JsonType::boolean, value ? 4 : 5)) return false;
    document_.nodes_.back().boolean = value;
    return true;
  }
  // Never called: numbers arrive as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  bool RawNumber(const char* /*literal*/, rapidjson::SizeType length, bool /*copy*/) {
    if (!add_literal(JsonType::number, length)) return false;
    JsonDocument::Node& node = document_.nodes_.back();
    node.content = document_.text_.substr(node.begin, length);
    return true;
  }
  bool String(const char* content, rapidjson::SizeType length, bool /*copy*/) {
    const std::size_t end = stream_.Tell();
    if (!add_node(JsonType::string, end)) return false;
    keep_string(document_.nodes_.back(), end, {content, length});
    return true;
  }
  bool Key(const char* content, rapidjson::SizeType length, bool copy) {
    return String(content, length, copy);
  }
  bool StartObject() { return open(JsonType::object); }
  bool EndObject(rapidjson::SizeType members) { return close(members); }
  bool StartArray() { return open(JsonType::array); }
  bool EndArray(rapidjson::SizeType elements) { return close(elements); }

  const std::string& problem() const { return problem_; }
  std::size_t problem_byte() const { return problem_byte_; }

 private:
  bool fail(std::string problem, std::size_t byte) {
    problem_ = std::move(problem);
    problem_byte_ = byte;
    return false;
  }
  bool add_node(JsonType type, std::size_t end) {
    if (document_.nodes_.size() >= limits_.max_nodes) {
      return fail("too many values, the limit is " + std::to_string(limits_.max_nodes), end);
    }
    JsonDocument::Node node;
    node.type = type;
    node.end = static_cast<std::uint32_t>(end);
    node.after = static_cast<std::uint32_t>(document_.nodes_.size() + 1);
    document_.nodes_.push_back(node);
    return true;
  }
  bool add_literal(JsonType type, std::size_t length) {
    const std::size_t end = stream_.Tell();
    if (!add_node(type, end)) return false;
    document_.nodes_.back().begin = static_cast<std::uint32_t>(end - length);
    return true;
  }
  // A string without escapes is viewed where it stands; its closing quote is at end - 1.
  void keep_string(JsonDocument::Node& node, std::size_t end, std::string_view content) {
    const std::string_view text = document_.text_;
    if (end >= content.size() + 2 && text[end - content.size() - 2] == '"' &&
        text.substr(end - 1 - content.size(), content.size()) == content) {
      node.begin = static_cast<std::uint32_t>(end - content.size() - 2);
      node.content = text.substr(node.begin + 1, content.size());
      return;
    }
    node.begin = static_cast<std::uint32_t>(opening_quote(end));
    auto copy = std::make_unique<char[]>(content.size());
    std::memcpy(copy.get(), content.data(), content.size());
    node.content = {copy.get(), content.size()};
    document_.unescaped_.push_back(std::move(copy));
  }
  // The quote that opens the string which closes before `end`: the nearest one behind it that no backslash escapes.
  std::size_t opening_quote(std::size_t end) const {
    const std::string_view text = document_.text_;
    std::size_t at = end - 1;
    while (at-- > 0) {
      if (text[at] != '"') continue;
      std::size_t slashes = 0;
      while (slashes < at && text[at - 1 - slashes] == '\\') ++slashes;
      if (slashes % 2 == 0) return at;
    }
    return 0;
  }
  bool open(JsonType type) {
    if (open_.size() >= limits_.max_depth) {
      return fail("nested deeper than " + std::to_string(limits_.max_depth) + " levels", stream_.Tell());
    }
    const std::size_t bracket = stream_.Tell();  // brackets are reported before they are taken
    if (!add_node(type, bracket)) return false;
    document_.nodes_.back().begin = static_cast<std::uint32_t>(bracket);
    open_.push_back(static_cast<std::uint32_t>(document_.nodes_.size() - 1));
    return true;
  }
  bool close(std::size_t size) {
    const std::uint32_t index = open_.back();
    open_.pop_back();
    JsonDocument::Node& node = document_.nodes_[index];
    node.size = static_cast<std::uint32_t>(size);
    node.end = static_cast<std::uint32_t>(stream_.Tell() + 1);
    node.after = static_cast<std::uint32_t>(document_.nodes_.size());
    return node.type == JsonType::array || limits_.allow_duplicate_keys || check_names(index);
  }
  bool check_names(std::uint32_t object) {
    boost::unordered_flat_set<std::string_view> seen;
    const auto& nodes = document_.nodes_;
    seen.reserve(nodes[object].size);
    for (std::uint32_t name = object + 1; name < nodes[object].after; name = nodes[name + 1].after) {
      if (!seen.insert(nodes[name].content).second) {
        return fail("Duplicate field '" + std::string(nodes[name].content) + "'", nodes[name].begin);
      }
    }
    return true;
  }

  JsonDocument& document_;
  const rapidjson::MemoryStream& stream_;
  const JsonLimits& limits_;
  std::vector<std::uint32_t> open_;
  std::string problem_;
  std::size_t problem_byte_ = 0;
};

std::string_view to_string(JsonType type) {
  switch (type) {
    case JsonType::null: return "null";
    case JsonType::boolean: return "boolean";
    case JsonType::number: return "number";
    case JsonType::string: return "string";
    case JsonType::array: return "array";
    case JsonType::object: return "object";
  }
  return "unknown";
}

Result<JsonDocument> JsonDocument::parse(std::string_view text, const JsonLimits& limits) {
  if (text.size() >= std::uint32_t(-1)) {
    return Error(ErrorCode::resource_exhausted, "a JSON text of 4 GiB or more", "json_parse");
  }
  JsonDocument document;
  document.text_ = text;
  document.nodes_.reserve(text.size() / 12 + 4);
  rapidjson::MemoryStream stream(text.data(), text.size());
  JsonTreeBuilder builder(document, stream, limits);
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, builder);
  if (!parsed.IsError() && stream.Tell() < text.size()) {  // a zero byte is the end to RapidJSON, not to us
    return Error(ErrorCode::invalid_argument, "the JSON text goes on after its value", "json_parse")
        .at(document.position_of(stream.Tell()));
  }
  if (!parsed.IsError()) return document;
  const bool ours = !builder.problem().empty();
  const std::size_t byte = ours ? builder.problem_byte() : parsed.Offset();
  std::string message = ours ? builder.problem() : rapidjson::GetParseError_En(parsed.Code());
  return Error(ErrorCode::invalid_argument, std::move(message), "json_parse").at(document.position_of(byte));
}

Position JsonDocument::position_of(std::size_t byte) const {
  Position position{.line = 1, .column = 1, .byte = byte};
  for (std::size_t i = 0; i < byte && i < text_.size(); ++i) {
    ++position.column;
    if (text_[i] == '\n') {
      ++position.line;
      position.column = 1;
    }
  }
  return position;
}

JsonType JsonValue::type() const { return document_->nodes_[node_].type; }
bool JsonValue::boolean() const { return document_->nodes_[node_].boolean; }
std::uint32_t JsonValue::size() const { return document_->nodes_[node_].size; }
Position JsonValue::position() const { return document_->position_of(document_->nodes_[node_].begin); }

std::string_view JsonValue::raw() const {
  const auto& node = document_->nodes_[node_];
  return document_->text_.substr(node.begin, node.end - node.begin);
}

std::string_view JsonValue::text() const {
  switch (type()) {
    case JsonType::null: return "null";
    case JsonType::boolean: return boolean() ? "true" : "false";
    case JsonType::number:
    case JsonType::string: return document_->nodes_[node_].content;
    default: return raw();
  }
}

bool JsonValue::is_integer_literal() const {
  return is_number() && text().find_first_of(".eE") == std::string_view::npos;
}

std::optional<double> JsonValue::as_double() const {
  if (!is_number()) return std::nullopt;
  const std::string_view literal = text();
  double value = 0.0;
  const auto [end, problem] = std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (problem != std::errc{} || end != literal.data() + literal.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> JsonValue::as_int64() const {
  if (!is_number()) return std::nullopt;
  const std::string_view literal = text();
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (problem == std::errc{} && end == literal.data() + literal.size()) return value;
  const std::optional<double> real = as_double();
  constexpr double kLimit = 9007199254740992.0;  // beyond 2^53 a double no longer says which integer was meant
  if (is_integer_literal() || !real || std::floor(*real) != *real || std::fabs(*real) > kLimit) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

JsonElements JsonValue::elements() const {
  if (!is_array()) return {document_, node_, node_};
  return {document_, node_ + 1, document_->nodes_[node_].after};
}

JsonMembers JsonValue::members() const {
  if (!is_object()) return {document_, node_, node_};
  return {document_, node_ + 1, document_->nodes_[node_].after};
}

std::optional<JsonValue> JsonValue::find(std::string_view name) const {
  for (const JsonMember member : members()) {
    if (member.name == name) return member.value;
  }
  return std::nullopt;
}

JsonElements::Iterator& JsonElements::Iterator::operator++() {
  node_ = document_->nodes_[node_].after;
  return *this;
}

JsonMember JsonMembers::Iterator::operator*() const {
  return {document_->nodes_[node_].content, JsonValue(document_, node_ + 1), JsonValue(document_, node_)};
}

JsonMembers::Iterator& JsonMembers::Iterator::operator++() {
  node_ = document_->nodes_[node_ + 1].after;
  return *this;
}

}  // namespace aisle
