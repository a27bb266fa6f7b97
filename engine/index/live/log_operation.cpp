#include "engine/index/live/log_operation.hpp"

namespace aisle::engine {
namespace {

enum class ValueTag : std::uint8_t { none = 0, integer = 1, real = 2 };

void put(ByteWriter& out, const LiveChange& change) {
  out.put(index_of(change.first));
  if (!change.second) {
    out.put(ValueTag::none);
  } else if (const auto* integer = std::get_if<std::int64_t>(&*change.second)) {
    out.put(ValueTag::integer);
    out.put(*integer);
  } else {
    out.put(ValueTag::real);
    out.put(std::get<double>(*change.second));
  }
}

std::optional<LiveChange> get_change(ByteReader& in) {
  LiveChange change{FieldId{in.get<std::uint32_t>()}, std::nullopt};
  switch (in.get<std::uint8_t>()) {
    case static_cast<std::uint8_t>(ValueTag::none): break;
    case static_cast<std::uint8_t>(ValueTag::integer): change.second = in.get<std::int64_t>(); break;
    case static_cast<std::uint8_t>(ValueTag::real): change.second = in.get<double>(); break;
    default: return std::nullopt;
  }
  return change;
}

}  // namespace

void encode(const LogOperation& operation, ByteWriter& out) {
  out.put(operation.version);
  out.put_string(operation.id);
  if (operation.type == LogOperationType::index) out.put_string(operation.source);
  if (operation.type == LogOperationType::live_update) {
    out.put(static_cast<std::uint32_t>(operation.values.size()));
    for (const LiveChange& change : operation.values) put(out, change);
  }
}

std::optional<LogOperation> decode_log_operation(std::uint32_t type, std::span<const std::byte> payload) {
  if (type < static_cast<std::uint32_t>(LogOperationType::index) ||
      type > static_cast<std::uint32_t>(LogOperationType::live_update)) {
    return std::nullopt;
  }
  ByteReader in(payload);
  LogOperation operation{.type = static_cast<LogOperationType>(type)};
  operation.version = in.get<std::uint64_t>();
  operation.id = in.get_string();
  if (operation.type == LogOperationType::index) operation.source = in.get_string();
  if (operation.type == LogOperationType::live_update) {
    for (auto left = in.get<std::uint32_t>(); left > 0 && in.ok(); --left) {
      auto change = get_change(in);
      if (!change) return std::nullopt;
      operation.values.push_back(std::move(*change));
    }
  }
  if (!in.ok() || in.remaining() != 0) return std::nullopt;
  return operation;
}

}  // namespace aisle::engine
