#pragma once
// Is this text one JSON object? Asked for every record, so that a bad one is found where it stands.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aisle::loaders {

struct JsonFault {
  std::size_t offset = 0;  ///< within the text
  std::string reason;
};

/// simdjson first; what it refuses is read again by a slower parser, which knows the offset of the fault and accepts
/// integers of any size, as JSON does. Objects may nest 512 deep. Used by one thread.
class JsonChecker {
 public:
  JsonChecker();
  ~JsonChecker();
  JsonChecker(JsonChecker&&) noexcept;

  /// REQUIRES: InputBuffer::kPadding readable bytes after the text.
  std::optional<JsonFault> find_fault_in_object(std::string_view padded_json);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace aisle::loaders
