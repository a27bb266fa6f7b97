#include "loaders/sources/json_checker.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <simdjson.h>

#include "loaders/sources/input_buffer.hpp"

namespace aisle::loaders {

static_assert(InputBuffer::kPadding >= simdjson::SIMDJSON_PADDING, "records are parsed where they were read");

namespace {

constexpr std::size_t kMaxDepth = 512;

struct DepthLimiter : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, DepthLimiter> {
  std::size_t depth = 0;
  bool enter() { return ++depth <= kMaxDepth; }
  bool leave() { return --depth, true; }
  bool StartObject() { return enter(); }
  bool StartArray() { return enter(); }
  bool EndObject(rapidjson::SizeType) { return leave(); }
  bool EndArray(rapidjson::SizeType) { return leave(); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return true; }
};

std::optional<JsonFault> find_fault_slowly(std::string_view json) {
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream(json.data(), json.size());
  DepthLimiter limiter;
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseValidateEncodingFlag;
  if (reader.Parse<kFlags>(stream, limiter)) {
    // RapidJSON takes a NUL for the end of the text.
    if (stream.Tell() == json.size()) return std::nullopt;
    return JsonFault{stream.Tell(), "there is more after the object"};
  }
  if (reader.GetParseErrorCode() == rapidjson::kParseErrorTermination)
    return JsonFault{reader.GetErrorOffset(), fmt::format("nested more than {} deep", kMaxDepth)};
  return JsonFault{std::min(reader.GetErrorOffset(), json.size()),
                   rapidjson::GetParseError_En(reader.GetParseErrorCode())};
}

}  // namespace

struct JsonChecker::Parser {
  simdjson::dom::parser dom;
};

JsonChecker::JsonChecker() : parser_(std::make_unique<Parser>()) {
  [[maybe_unused]] const auto code = parser_->dom.allocate(0, kMaxDepth);
}
JsonChecker::~JsonChecker() = default;
JsonChecker::JsonChecker(JsonChecker&&) noexcept = default;

std::optional<JsonFault> JsonChecker::find_fault_in_object(std::string_view json) {
  if (!json.starts_with('{')) return JsonFault{0, "not a JSON object"};
  simdjson::dom::element root;
  if (parser_->dom.parse(json.data(), json.size(), false).get(root) == simdjson::SUCCESS) return std::nullopt;
  return find_fault_slowly(json);
}

}  // namespace aisle::loaders
