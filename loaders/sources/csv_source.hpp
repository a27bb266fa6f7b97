#pragma once
// A table whose first row names the columns; each further row becomes a JSON object.

#include <deque>
#include <string>
#include <vector>

#include "loaders/sources/csv_columns.hpp"
#include "loaders/sources/csv_row_reader.hpp"
#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

/// Reads ahead csv_sample_rows rows to decide what the columns hold, and gives them out first.
///
/// Empty cells are left out of the object. Trailing columns without a name or a value are tolerated (a separator at the
/// end of each row); any other row with more or fewer cells than the header is one bad record, as is one not in UTF-8.
class CsvSource final : public RecordSource {
 public:
  CsvSource(InputBuffer input, char delimiter, const SourceOptions& options);
  Result<std::optional<Record>> next() override;
  InputProgress progress() const override;

 private:
  struct SampledRow {
    std::string cells;              ///< one after the other
    std::vector<std::size_t> ends;  ///< where each ends
    Result<Position> where;         ///< or what is wrong with the row
  };

  Status read_header();
  void sample();
  Result<std::optional<Record>> next_sampled();
  Result<std::optional<Record>> to_record(const std::vector<std::string_view>& cells, Position where);
  Status check_row(const std::vector<std::string_view>& cells) const;

  const SourceOptions options_;
  CsvRowReader rows_;
  std::vector<std::string> keys_;   ///< `"name":` per column, ready to be copied
  std::vector<CsvType> types_;
  std::deque<SampledRow> sampled_;
  std::string json_;
  bool started_ = false, ended_ = false;
};

}  // namespace aisle::loaders
