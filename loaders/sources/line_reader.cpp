#include "loaders/sources/line_reader.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace aisle::loaders {

InputProgress progress_of(const InputBuffer& input) {
  return {input.stream().input_bytes(), input.stream().input_size()};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return text.substr(text.size());
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

InputProgress LineReader::progress() const { return progress_of(input_); }

Result<std::optional<Line>> LineReader::next() {
  for (;;) {
    input_.consume(std::exchange(used_, 0));
    const auto end = find_line_end();
    if (auto error = input_.take_error()) {
      const auto where = input_.position();
      input_.consume(input_.window().size());
      return std::move(*error).at(where);
    }
    if (!end) return skip_long_line();
    const auto raw = input_.window().substr(0, *end);
    if (raw.empty() && input_.at_end()) return std::optional<Line>();
    used_ = raw.size();
    const auto text = trim(raw);
    if (text.size() > max_bytes_) return skip_long_line();
    if (!text.empty())
      return std::optional(Line{text, input_.position_at(static_cast<std::size_t>(text.data() - raw.data()))});
  }
}

// Bytes up to and with the line break (or to the end of the input); nothing if the limit comes first.
std::optional<std::size_t> LineReader::find_line_end() {
  std::size_t searched = 0;
  for (;;) {
    const auto window = input_.window();
    const auto at = window.find('\n', searched);
    if (at != std::string_view::npos) return at + 1;
    searched = window.size();
    if (searched > max_bytes_) return std::nullopt;
    if (!input_.grow()) return searched;
  }
}

Error LineReader::skip_long_line() {
  const auto where = input_.position();
  used_ = 0;
  for (;;) {
    const auto window = input_.window();
    const auto at = window.find('\n');
    input_.consume(at == std::string_view::npos ? window.size() : at + 1);
    if (at != std::string_view::npos || !input_.grow()) break;
  }
  return Error(ErrorCode::resource_exhausted, fmt::format("a record is longer than {} bytes", max_bytes_),
               "record_too_long")
      .at(where);
}

}  // namespace aisle::loaders
