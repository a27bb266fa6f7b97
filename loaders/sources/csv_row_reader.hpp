#pragma once
// Rows of comma- (semicolon-, bar-, tab-) separated values, RFC 4180 and what shops make of it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/sources/input_buffer.hpp"

namespace aisle::loaders {

/// The cells are valid until the reader's next call.
struct CsvRow {
  std::vector<std::string_view> cells;
  Position where;
};

/// A cell that begins with a quote is quoted if its closing quote is followed by a delimiter or the end of the
/// row; else its quotes are plain characters (`"7 inch` in a file that does not quote). Quoted cells may hold
/// delimiters and line breaks. Rows without any character are passed over. Used by one thread.
class CsvRowReader {
 public:
  CsvRowReader(InputBuffer input, char delimiter, std::size_t max_row_bytes);

  /// The next row, or nothing at the end. An error is one row that is too long, or an unreadable stream's end.
  Result<std::optional<const CsvRow*>> next();
  const InputBuffer& input() const { return input_; }

 private:
  enum class CellEnd : std::uint8_t { delimiter, row, input };
  struct Cell {
    std::size_t begin, size;  ///< in the window, or in unquoted_
    bool is_unquoted;
  };

  bool is_blank_row();
  bool read_row();
  CellEnd read_cell();
  std::optional<CellEnd> read_quoted_cell();
  CellEnd read_plain_cell();
  std::optional<CellEnd> end_of_quoted_cell();
  int peek(std::size_t at);
  Error skip_long_row();

  InputBuffer input_;
  const char delimiter_;
  const std::size_t max_bytes_;
  std::size_t at_ = 0;  ///< the read position in the window; the row begins at 0
  std::vector<Cell> cells_;
  std::string unquoted_;
  CsvRow row_;
};

/// The candidate among , ; | and tab that splits the first lines most evenly; a comma if none does.
char detect_delimiter(std::string_view beginning);

}  // namespace aisle::loaders
