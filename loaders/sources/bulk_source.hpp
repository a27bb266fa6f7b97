#pragma once
// Bodies of `_bulk`: an action line, then (but for delete) a document line.

#include <memory>
#include <optional>
#include <string>

#include "loaders/sources/input_buffer.hpp"
#include "loaders/sources/json_checker.hpp"
#include "loaders/sources/line_reader.hpp"
#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

/// What an action line says. `_index` and `_type` are dropped: an import has one index.
struct BulkAction {
  RecordAction action = RecordAction::index;
  std::string id;        ///< empty when the index is to make one up
  std::string metadata;  ///< the inner object, as compact JSON
};

/// Reads action lines. Used by one thread.
class BulkActionParser {
 public:
  BulkActionParser();
  ~BulkActionParser();
  BulkActionParser(BulkActionParser&&) noexcept;
  /// Nothing if the line is not exactly one of the four actions with an object. REQUIRES: padded, see JsonChecker.
  std::optional<BulkAction> parse(std::string_view padded_line);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// After a line that should be an action and is not, everything up to the next action belongs to the same bad record.
class BulkSource final : public RecordSource {
 public:
  BulkSource(InputBuffer input, const SourceOptions& options) : lines_(std::move(input), options.max_record_bytes) {}
  Result<std::optional<Record>> next() override;
  InputProgress progress() const override { return lines_.progress(); }

 private:
  Result<std::optional<Record>> read_document(Position action_where);

  LineReader lines_;
  JsonChecker checker_;
  BulkActionParser actions_;
  BulkAction current_;
  bool resynchronising_ = false;
};

}  // namespace aisle::loaders
