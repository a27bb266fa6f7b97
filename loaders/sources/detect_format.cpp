#include "loaders/sources/detect_format.hpp"

#include "loaders/sources/bulk_source.hpp"
#include "loaders/sources/json_checker.hpp"
#include "loaders/sources/line_reader.hpp"

namespace aisle::loaders {

namespace {

// The first line that is not blank, trimmed; `rest` is what follows it.
std::string_view take_line(std::string_view& rest) {
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const auto line = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    if (!line.empty()) return line;
  }
  return {};
}

// An object that is broken off at the end of its line belongs to an indented file, unless the next line begins a
// record too: then the first line is simply bad.
InputFormat format_of_objects(std::string_view first, std::string_view rest) {
  if (BulkActionParser().parse(first)) return InputFormat::bulk;
  if (!JsonChecker().find_fault_in_object(first)) return InputFormat::ndjson;
  return take_line(rest).starts_with('{') ? InputFormat::ndjson : InputFormat::json;
}

}  // namespace

Result<InputFormat> detect_format(std::string_view beginning) {
  if (beginning.find('\0') != std::string_view::npos)
    return Error(ErrorCode::invalid_argument, "the input is binary, not a catalog in JSON or CSV", "unknown_format");
  auto rest = beginning;
  const auto first = take_line(rest);
  if (first.empty()) return InputFormat::ndjson;
  if (first.front() == '[') return InputFormat::json;
  if (first.front() == '{') return format_of_objects(first, rest);
  return InputFormat::csv;
}

}  // namespace aisle::loaders
