#pragma once
// Lines of an input, each whole in memory, none longer than a limit.

#include <optional>
#include <string_view>

#include "loaders/sources/input_buffer.hpp"
#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

struct Line {
  std::string_view text;  ///< without surrounding blanks, never empty; padded; valid until the next call
  Position where;         ///< of the text's first byte
};

/// Used by one thread.
class LineReader {
 public:
  LineReader(InputBuffer input, std::size_t max_line_bytes) : input_(std::move(input)), max_bytes_(max_line_bytes) {}

  /// The next line that is not blank, or nothing at the end. An error is one line that is too long (it is skipped), or
  /// the end of an unreadable stream; the unfinished line before such an end is not given out.
  Result<std::optional<Line>> next();
  InputProgress progress() const;

 private:
  std::optional<std::size_t> find_line_end();
  Error skip_long_line();

  InputBuffer input_;
  std::size_t max_bytes_;
  std::size_t used_ = 0;  ///< bytes of the window that the last answer covered
};

InputProgress progress_of(const InputBuffer& input);
/// Without blanks, tabs, carriage returns and line feeds at both ends.
std::string_view trim(std::string_view text);

}  // namespace aisle::loaders
