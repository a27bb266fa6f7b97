#pragma once
// One JSON object per line.

#include "loaders/sources/input_buffer.hpp"
#include "loaders/sources/json_checker.hpp"
#include "loaders/sources/line_reader.hpp"
#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

/// Empty lines are passed over. A line that is no object is one bad record; so is one longer than the limit.
class NdjsonSource final : public RecordSource {
 public:
  NdjsonSource(InputBuffer input, const SourceOptions& options) : lines_(std::move(input), options.max_record_bytes) {}
  Result<std::optional<Record>> next() override;
  InputProgress progress() const override { return lines_.progress(); }

 private:
  LineReader lines_;
  JsonChecker checker_;
};

}  // namespace aisle::loaders
