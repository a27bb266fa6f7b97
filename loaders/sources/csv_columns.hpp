#pragma once
// What the columns of a table hold, decided from sampled cells, and how a cell is then written as JSON.

#include <cstdint>
#include <string>
#include <string_view>

namespace aisle::loaders {

enum class CsvType : std::uint8_t { text, integer, decimal, boolean };

/// Decides one column's type. A column is a number or a boolean only if every sampled cell is one; a single `007`
/// makes it text, since leading zeros mean a code. Empty cells and the words NULL, NaN, NA, N/A and None do not vote.
class CsvColumn {
 public:
  void see(std::string_view cell);
  CsvType type() const;

 private:
  bool any_ = false;
  bool integer_ = true, decimal_ = true, boolean_ = true;
};

/// "", NULL, null, NaN, nan, NA, N/A, None, none.
bool is_missing_word(std::string_view cell);

/// Appends the cell as a JSON value. A cell that is not of the column's type is written as text, so that the index
/// can refuse it by name. Returns false, with nothing appended, for a cell that holds nothing in a column of this type.
bool append_cell(std::string_view cell, CsvType type, std::string& json);

/// Appends a JSON string, quotes included. The text must be UTF-8.
void append_json_string(std::string_view text, std::string& json);

}  // namespace aisle::loaders
