#pragma once
// What one record of the log says: a document was indexed, deleted, or some of its live columns changed.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"

namespace aisle::engine {

enum class LogOperationType : std::uint32_t { index = 1, remove = 2, live_update = 3 };

/// A live column's new value; none removes it.
using LiveChange = std::pair<FieldId, std::optional<std::variant<std::int64_t, double>>>;

/// Views point into what was decoded.
struct LogOperation {
  LogOperationType type = LogOperationType::index;
  std::uint64_t version = 0;  ///< the document's, after the operation
  std::string_view id;
  std::string_view source;           ///< index only
  std::vector<LiveChange> values;    ///< live_update only
};

void encode(const LogOperation& operation, ByteWriter& out);
/// None when the bytes are not what `encode` writes for the type. Safe on any bytes.
std::optional<LogOperation> decode_log_operation(std::uint32_t type, std::span<const std::byte> payload);

}  // namespace aisle::engine
