#pragma once
// A `_bulk` body, line by line: what is to be done to which document.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/engine.hpp"
#include "base/json/json_document.hpp"

namespace aisle::server::es_api {

enum class BulkKind : std::uint8_t { index, create, update, delete_ };
std::string_view to_string(BulkKind kind);

/// What one action line says.
struct BulkAction {
  BulkKind kind = BulkKind::index;
  std::string index;
  std::string id;  ///< empty: to be made up
  bool has_empty_id = false;  ///< an id was given, and it is empty: an error of this item
  engine::WriteCondition condition;
  bool require_alias = false;
  std::uint32_t retry_on_conflict = 0;
  std::string pipeline;
  std::string_view source;  ///< the next line, as it stands in the body; empty for delete
};

/// Reads actions one after the other. Views the body, which must outlive it. Lines end in '\n' or "\r\n"; empty lines
/// between actions are skipped.
class BulkBody {
 public:
  explicit BulkBody(std::string_view body) : rest_(body) {}

  /// Nothing at the end. Errors end the whole request (400), as in Elasticsearch: "Malformed action/metadata line [3],
  /// expected START_OBJECT but found [VALUE_STRING]".
  Result<std::optional<BulkAction>> next();

 private:
  std::string_view take_line();
  std::string_view rest_;
  std::uint32_t line_ = 0;
};

/// `version` and `version_type`, `if_seq_no` and `if_primary_term`: shared by bulk lines and URLs.
struct ConditionText {
  std::string_view if_seq_no, if_primary_term, version, version_type;
};
Result<engine::WriteCondition> read_condition(const ConditionText& text);

}  // namespace aisle::server::es_api
