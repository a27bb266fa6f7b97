#include "server/shop_api/http/body_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "server/http/problem.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr JsonLimits kJsonLimits{.max_depth = 64, .max_nodes = 100'000};
constexpr Position kBegin{1, 1, 0};

/// "application/json", alone or with the one charset that JSON has.
bool is_json(std::string_view content_type) {
  const auto semicolon = content_type.find(';');
  auto type = content_type.substr(0, semicolon);
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (!http::equal_ignoring_case(type, "application/json")) return false;
  if (semicolon == std::string_view::npos) return true;
  auto parameter = content_type.substr(semicolon + 1);
  while (parameter.starts_with(' ')) parameter.remove_prefix(1);
  return parameter.empty() || http::equal_ignoring_case(parameter, "charset=utf-8") ||
         http::equal_ignoring_case(parameter, "charset=\"utf-8\"");
}

Fault check_type(const http::Request& request) {
  const auto type = request.header("content-type");
  if (is_json(type)) return std::nullopt;
  return shop::problem(415, "unsupported-media-type",
                       type.empty() ? "send the body with `Content-Type: application/json`"
                                    : fmt::format("Content-Type [{}] is not application/json", http::printable(type)));
}

std::string_view article_and_name(JsonType type) {
  switch (type) {
    case JsonType::null: return "null";
    case JsonType::boolean: return "a boolean";
    case JsonType::number: return "a number";
    case JsonType::string: return "a text";
    case JsonType::array: return "an array";
    case JsonType::object: return "an object";
  }
  return "";
}

/// A stranger's name as far as an answer should repeat it, cut between characters.
std::string clipped(std::string_view name) {
  constexpr std::size_t kMostBytes = 80;
  if (name.size() <= kMostBytes) return std::string(name);
  std::size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return std::string(name.substr(0, end)) + "...";
}

}  // namespace

/// Opens a text and hands its root to a reader.
class BodyRead {
 public:
  static Fault run(std::string_view text, const ObjectReader::ReadObject& read) {
    const auto document = JsonDocument::parse(text, kJsonLimits);
    if (!document) {
      return member_problem(400, "json-invalid", document.error().message, "", document.error().position.value_or(kBegin));
    }
    const JsonValue root = document->root();
    if (!root.is_object()) {
      return member_problem(400, "json-invalid", fmt::format("expected a JSON object, not {}", article_and_name(root.type())),
                            "", root.position());
    }
    Fault fault;
    ObjectReader reader(root, "", fault);
    read(reader);
    reader.finish();
    return fault;
  }
};

Fault check_body_size(const http::Request& request, std::size_t max_bytes) {
  if (request.body.size() <= max_bytes) return std::nullopt;
  return shop::problem(413, "body-too-large",
                       fmt::format("the body has {} bytes, {} are let in", request.body.size(), max_bytes));
}

Fault read_body(const http::Request& request, const ObjectReader::ReadObject& read) {
  if (auto fault = check_body_size(request)) return fault;
  if (request.body.empty()) return shop::problem(400, "body-missing", "this request needs a JSON object as its body");
  if (auto fault = check_type(request)) return fault;
  return BodyRead::run(request.body, read);
}

Fault read_optional_body(const http::Request& request, const ObjectReader::ReadObject& read) {
  return request.body.empty() ? BodyRead::run("{}", read) : read_body(request, read);
}

Fault read_object(std::string_view text, const ObjectReader::ReadObject& read) { return BodyRead::run(text, read); }

std::string ObjectReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
}

void ObjectReader::fail(int status, std::string_view code, std::string_view detail, std::string_view path, Position where) {
  if (!fault_) fault_ = member_problem(status, code, detail, path, where);
}

void ObjectReader::wrong_type(const JsonValue& value, std::string_view path, std::string_view expected) {
  fail(400, "member-invalid", fmt::format("[{}] is {}, not {}", path, article_and_name(value.type()), expected), path,
       value.position());
}

std::optional<JsonValue> ObjectReader::take(std::string_view name) {
  asked_.push_back(name);
  return fault_ ? std::nullopt : object_.find(name);
}

std::optional<JsonValue> ObjectReader::take(std::string_view name, JsonType type) {
  const auto value = take(name);
  if (!value || value->type() == type) return value;
  wrong_type(*value, path_of(name), article_and_name(type));
  return std::nullopt;
}

void ObjectReader::require(std::string_view name) {
  if (fault_ || object_.find(name)) return;
  const auto path = path_of(name);
  fail(400, "member-missing", fmt::format("[{}] is missing", path), path, object_.position());
}

/// Names that nobody asked for. Linear in members times getters; both are few, or the body has a fault already.
void ObjectReader::finish() {
  if (fault_) return;
  for (const JsonMember member : object_.members()) {
    if (std::ranges::find(asked_, member.name) != asked_.end()) continue;
    const auto path = path_of(clipped(member.name));
    std::ranges::sort(asked_);
    const auto [first, last] = std::ranges::unique(asked_);
    asked_.erase(first, last);
    fail(400, "unknown-member", fmt::format("[{}] is unknown here; known are [{}]", path, fmt::join(asked_, ", ")), path,
         member.name_value.position());
    return;
  }
}

std::int64_t ObjectReader::integer(std::string_view name, IntegerRange range) {
  require(name);
  return optional_integer(name, range).value_or(0);
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name, IntegerRange range) {
  const auto value = take(name, JsonType::number);
  if (!value) return std::nullopt;
  const auto path = path_of(name);
  const auto number = value->is_integer_literal() ? value->as_int64() : std::nullopt;
  if (!number) {
    fail(400, "member-invalid", fmt::format("[{}] is not a whole number within 64 bits", path), path, value->position());
    return std::nullopt;
  }
  if (const auto why = integer_fault(*number, range); !why.empty()) {
    fail(422, "out-of-range", fmt::format("[{}] {}", path, why), path, value->position());
    return std::nullopt;
  }
  return number;
}

std::optional<std::string> ObjectReader::checked_text(const JsonValue& value, const std::string& path, TextRule rule) {
  if (!value.is_string()) {
    wrong_type(value, path, "a text");
    return std::nullopt;
  }
  if (const auto why = text_fault(value.text(), rule); !why.empty()) {
    fail(422, "out-of-range", fmt::format("[{}] {}", path, why), path, value.position());
    return std::nullopt;
  }
  return std::string(value.text());
}

std::string ObjectReader::text(std::string_view name, TextRule rule) {
  require(name);
  return optional_text(name, rule).value_or("");
}

std::optional<std::string> ObjectReader::optional_text(std::string_view name, TextRule rule) {
  const auto value = take(name);
  return value ? checked_text(*value, path_of(name), rule) : std::nullopt;
}

std::optional<bool> ObjectReader::optional_boolean(std::string_view name) {
  const auto value = take(name, JsonType::boolean);
  return value ? std::optional(value->boolean()) : std::nullopt;
}

shop::Id ObjectReader::id(std::string_view name) {
  require(name);
  return optional_id(name).value_or(shop::Id{});
}

std::optional<shop::Id> ObjectReader::optional_id(std::string_view name) {
  const auto value = take(name, JsonType::string);
  if (!value) return std::nullopt;
  const auto id = shop::parse_id(value->text());
  if (!id) {
    const auto path = path_of(name);
    fail(400, "member-invalid", fmt::format("[{}] is not an id of this shop", path), path, value->position());
  }
  return id;
}

shop::Money ObjectReader::money(std::string_view name, bool may_be_negative) {
  require(name);
  return optional_money(name, may_be_negative).value_or(shop::Money{});
}

std::optional<shop::Money> ObjectReader::optional_money(std::string_view name, bool may_be_negative) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  const auto amount = value->find("amount");
  const auto code = value->find("currency");
  const auto number = amount && amount->is_integer_literal() ? amount->as_int64() : std::nullopt;
  const auto currency = code && code->is_string() ? shop::Currency::find(code->text()) : std::nullopt;
  const std::int64_t least = may_be_negative ? -shop::kMaxAmount : 0;
  if (number && currency && value->size() == 2 && *number >= least && *number <= shop::kMaxAmount) {
    return shop::Money{*number, *currency};
  }
  const auto path = path_of(name);
  fail(422, "money-invalid",
       fmt::format("[{}] is not money: {{\"amount\": 1999, \"currency\": \"USD\"}}, in whole minor units from {} to {} of "
                   "an ISO 4217 currency",
                   path, least, shop::kMaxAmount),
       path, value->position());
  return std::nullopt;
}

std::optional<std::size_t> ObjectReader::choose(std::string_view name, std::span<const std::string_view> names) {
  const auto value = take(name, JsonType::string);
  if (!value) return std::nullopt;
  const auto found = std::ranges::find(names, value->text());
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto path = path_of(name);
  fail(400, "member-invalid", fmt::format("[{}] is none of [{}]", path, fmt::join(names, ", ")), path, value->position());
  return std::nullopt;
}

void ObjectReader::descend(JsonValue object, std::string path, const ReadObject& read) {
  ObjectReader child(object, std::move(path), fault_);
  read(child);
  child.finish();
}

void ObjectReader::object(std::string_view name, const ReadObject& read) {
  require(name);
  optional_object(name, read);
}

bool ObjectReader::optional_object(std::string_view name, const ReadObject& read) {
  const auto value = take(name, JsonType::object);
  if (value) descend(*value, path_of(name), read);
  return value.has_value();
}

std::optional<std::string> ObjectReader::optional_object_text(std::string_view name, std::size_t max_bytes) {
  const auto value = take(name, JsonType::object);
  if (!value) return std::nullopt;
  if (value->raw().size() <= max_bytes) return std::string(value->raw());
  const auto path = path_of(name);
  fail(422, "out-of-range", fmt::format("[{}] is longer than {} bytes", path, max_bytes), path, value->position());
  return std::nullopt;
}

std::optional<JsonValue> ObjectReader::take_array(std::string_view name, CountRange count) {
  const auto value = take(name, JsonType::array);
  if (!value || (value->size() >= count.min && value->size() <= count.max)) return value;
  const auto path = path_of(name);
  fail(422, "out-of-range", fmt::format("[{}] has {} elements, {} to {} are let in", path, value->size(), count.min, count.max),
       path, value->position());
  return std::nullopt;
}

void ObjectReader::each_object(std::string_view name, CountRange count, const ReadObject& read) {
  require(name);
  optional_each_object(name, count, read);
}

bool ObjectReader::optional_each_object(std::string_view name, CountRange count, const ReadObject& read) {
  const auto array = take_array(name, count);
  if (!array) return false;
  std::size_t at = 0;
  for (const JsonValue element : array->elements()) {
    const auto path = fmt::format("{}[{}]", path_of(name), at++);
    if (!element.is_object()) return wrong_type(element, path, "an object"), true;
    descend(element, path, read);
    if (fault_) return true;
  }
  return true;
}

std::vector<std::string> ObjectReader::texts(std::string_view name, CountRange count, TextRule rule) {
  require(name);
  std::vector<std::string> all;
  const auto array = take_array(name, count);
  if (!array) return all;
  for (const JsonValue element : array->elements()) {
    auto text = checked_text(element, fmt::format("{}[{}]", path_of(name), all.size()), rule);
    if (!text) return {};
    all.push_back(*std::move(text));
  }
  return all;
}

void ObjectReader::refuse(std::string_view name, std::string_view why, int status, std::string_view code) {
  const auto value = object_.find(name);
  const auto path = path_of(name);
  fail(status, code, fmt::format("[{}] {}", path, why), path, value ? value->position() : object_.position());
}

}  // namespace aisle::server::shop_api
