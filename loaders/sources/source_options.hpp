#pragma once
// What a person may say about an input instead of letting it be detected.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aisle::loaders {

/// `json` is one array of objects, or objects one after another in any layout.
enum class InputFormat : std::uint8_t { ndjson, json, csv, bulk };

/// "ndjson", "json", "csv" (also "tsv") or "bulk"; nothing for any other word.
std::optional<InputFormat> parse_input_format(std::string_view word);
std::string_view to_string(InputFormat format);

struct SourceOptions {
  std::optional<InputFormat> format;  ///< detected from the first bytes when absent
  std::optional<char> delimiter;      ///< CSV only; detected among , ; | and tab when absent
  std::size_t max_record_bytes = 10u << 20;
  std::size_t csv_sample_rows = 20'000;         ///< rows looked at before a column's type is decided
  std::size_t csv_sample_bytes = 64u << 20;     ///< and never more of them than this many bytes
};

}  // namespace aisle::loaders
