#include "loaders/sources/json_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "loaders/sources/json_fault.hpp"
#include "loaders/sources/line_reader.hpp"

namespace aisle::loaders {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// How far a record may be indented, commas included, and still be looked for after a broken one.
constexpr std::size_t kMaxIndent = 4096;

// Finds the bracket that closes an object, over a window that grows.
struct ObjectScanner {
  std::size_t at = 0;
  std::size_t depth = 0;
  bool in_string = false;
  bool escaped = false;
  bool broken = false;  ///< a line break inside a string, which JSON does not allow

  // True when the object is closed or broken; `at` is then past its last byte.
  bool scan(std::string_view window) {
    while (at < window.size()) {
      const char c = window[at++];
      if (in_string ? step_in_string(c) : step(c)) return true;
    }
    return false;
  }

 private:
  bool step_in_string(char c) {
    if (escaped) return escaped = false;
    if (c == '\\') return !(escaped = true);
    if (c == '"') in_string = false;
    return broken = c == '\n';
  }
  bool step(char c) {
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    return (c == '}' || c == ']') && --depth == 0;
  }
};

}  // namespace

InputProgress JsonSource::progress() const { return progress_of(input_); }

void JsonSource::advance(std::size_t count) {
  auto gone = input_.window().substr(0, count);
  if (const auto line_break = gone.rfind('\n'); line_break != std::string_view::npos) {
    gone.remove_prefix(line_break + 1);
    indent_ = 0;
    at_line_start_ = true;
  }
  for (const char c : gone) {
    at_line_start_ = at_line_start_ && (c == ' ' || c == '\t');
    if (!at_line_start_) break;
    ++indent_;
  }
  input_.consume(count);
}

void JsonSource::skip_separators() {
  for (;;) {
    const auto window = input_.window();
    const auto stop = std::find_if_not(window.begin(), window.end(), [](char c) { return is_blank(c) || c == ','; });
    advance(static_cast<std::size_t>(stop - window.begin()));
    if (stop != window.end() || !input_.grow()) return;
  }
}

Result<std::optional<Record>> JsonSource::next() {
  advance(std::exchange(used_, 0));
  for (;;) {
    if (ended_) return std::optional<Record>();
    skip_separators();
    if (input_.window().empty()) return read_end();
    const char front = input_.window().front();
    if (array_closed_) {
      ended_ = true;
      return Error(ErrorCode::invalid_argument, "there is more after the end of the array", "bad_json").at(input_.position());
    }
    if (front == '[' && !std::exchange(started_, true)) {
      in_array_ = true;
      advance(1);
    } else if (front == ']' && in_array_) {
      array_closed_ = true;
      advance(1);
    } else {
      started_ = true;
      if (front == '{') return read_object();
      return read_stray_value();
    }
  }
}

Result<std::optional<Record>> JsonSource::read_end() {
  ended_ = true;
  if (auto error = input_.take_error()) return std::move(*error).at(input_.position());
  if (in_array_ && !array_closed_)
    return Error(ErrorCode::invalid_argument, "the array is not closed: the file may be cut off", "bad_json")
        .at(input_.position());
  return std::optional<Record>();
}

JsonSource::Extent JsonSource::scan_object() {
  ObjectScanner scanner;
  for (;;) {
    if (scanner.scan(input_.window()))
      return {scanner.at, scanner.broken ? ScanEnd::broken_string : ScanEnd::closed};
    if (scanner.at > max_bytes_) return {scanner.at, ScanEnd::too_long};
    if (!input_.grow()) return {scanner.at, ScanEnd::end_of_input};
  }
}

Result<std::optional<Record>> JsonSource::read_object() {
  record_indent_ = indent_;
  const auto extent = scan_object();
  const auto where = input_.position();
  if (extent.end == ScanEnd::end_of_input && input_.failed()) {
    advance(extent.size);
    return read_end();
  }
  if (extent.end != ScanEnd::closed || extent.size > max_bytes_) {
    auto error = unfinished_object(extent.end).at(where);
    recover(extent);
    return error;
  }
  const auto text = on_one_line(input_.window().substr(0, extent.size));
  if (auto fault = checker_.find_fault_in_object(text)) {
    recover(extent);
    return bad_json(*fault, where);
  }
  used_ = extent.size;
  return std::optional(Record{.json = text, .id = {}, .metadata = {}, .where = where});
}

Error JsonSource::unfinished_object(ScanEnd end) const {
  if (end == ScanEnd::broken_string)
    return Error(ErrorCode::invalid_argument, "not valid JSON: a string is not closed on its line", "bad_json");
  if (end == ScanEnd::end_of_input)
    return Error(ErrorCode::invalid_argument, "not valid JSON: the input ends inside an object", "bad_json");
  return Error(ErrorCode::resource_exhausted, fmt::format("a record is longer than {} bytes", max_bytes_),
               "record_too_long");
}

// Records travel in NDJSON bodies. Line breaks outside strings are only layout; inside they would be invalid.
std::string_view JsonSource::on_one_line(std::string_view object) {
  if (object.find_first_of("\r\n") == std::string_view::npos) return object;
  flattened_.assign(object);
  flattened_.append(InputBuffer::kPadding, ' ');
  std::replace_if(flattened_.begin(), flattened_.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return std::string_view(flattened_).substr(0, object.size());
}

// Something that is no object: the text up to where the next record may begin.
Error JsonSource::read_stray_value() {
  const auto where = input_.position();
  std::size_t size = 1;
  const auto is_stop = [&](char c) { return c == '{' || c == '\n' || (c == ']' && in_array_); };
  for (;;) {
    const auto window = input_.window();
    const auto stop = std::find_if(window.begin() + static_cast<std::ptrdiff_t>(size), window.end(), is_stop);
    size = static_cast<std::size_t>(stop - window.begin());
    if (stop != window.end()) break;
    advance(size);
    size = 0;
    if (!input_.grow()) break;
  }
  advance(size);
  return Error(ErrorCode::invalid_argument, "not a JSON object", "bad_json").at(where);
}

void JsonSource::recover(const Extent& extent) {
  if (rewind_to_record_line(extent.size)) return;
  advance(extent.size);
  if (extent.end != ScanEnd::closed) skip_to_record_line();
}

bool JsonSource::rewind_to_record_line(std::size_t extent) {
  if (extent > rewind_budget_) return false;
  const auto broken = input_.window().substr(0, extent);
  for (auto at = broken.find('\n'); at != std::string_view::npos; at = broken.find('\n', at + 1)) {
    const auto begin = record_begin_on_line(at + 1);
    if (!begin) continue;
    rewind_budget_ -= extent;
    advance(*begin);
    return true;
  }
  return false;
}

void JsonSource::skip_to_record_line() {
  for (;;) {
    while (input_.window().size() < kMaxIndent && input_.grow()) {
    }
    if (at_line_start_ && indent_ == 0)
      if (const auto begin = record_begin_on_line(0)) return advance(*begin);
    if (input_.window().empty()) break;
    skip_line();
  }
  array_closed_ = in_array_;
}

void JsonSource::skip_line() {
  for (;;) {
    const auto at = input_.window().find('\n');
    if (at != std::string_view::npos) return advance(at + 1);
    advance(input_.window().size());
    if (!input_.grow()) return;
  }
}

// The offset of the `{` on the line, if a record like the broken one begins there.
std::optional<std::size_t> JsonSource::record_begin_on_line(std::size_t line_begin) const {
  const auto line = input_.window().substr(line_begin, kMaxIndent);
  const auto indent = std::min(line.find_first_not_of(" \t"), line.size());
  if (indent != record_indent_) return std::nullopt;
  const auto begin = line.find_first_not_of(", \t", indent);
  if (begin == std::string_view::npos || line[begin] != '{') return std::nullopt;
  return line_begin + begin;
}

}  // namespace aisle::loaders
