#include "loaders/sources/csv_row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace aisle::loaders {

namespace {

constexpr int kEndOfInput = -1;
// No sheet has more columns; a file that says otherwise is no table.
constexpr std::size_t kMaxCells = 65'536;

}  // namespace

CsvRowReader::CsvRowReader(InputBuffer input, char delimiter, std::size_t max_row_bytes)
    : input_(std::move(input)), delimiter_(delimiter), max_bytes_(max_row_bytes) {}

Result<std::optional<const CsvRow*>> CsvRowReader::next() {
  input_.consume(std::exchange(at_, 0));
  while (is_blank_row()) {
  }
  const auto where = input_.position();
  const bool fits = read_row();
  if (auto error = input_.take_error()) {
    input_.consume(input_.window().size());
    at_ = 0;
    return std::move(*error).at(where);
  }
  if (!fits) return skip_long_row();
  if (at_ == 0) return std::optional<const CsvRow*>();
  row_.where = where;
  row_.cells.clear();
  for (const auto& cell : cells_)
    row_.cells.push_back((cell.is_unquoted ? std::string_view(unquoted_) : input_.window()).substr(cell.begin, cell.size));
  return std::optional<const CsvRow*>(&row_);
}

// Consumes an empty line, if there is one.
bool CsvRowReader::is_blank_row() {
  std::size_t size = 0;
  if (peek(0) == '\r') size = 1;
  if (peek(size) != '\n') return false;
  input_.consume(size + 1);
  return true;
}

// False if the row does not fit.
bool CsvRowReader::read_row() {
  cells_.clear();
  unquoted_.clear();
  if (peek(0) == kEndOfInput) return true;
  for (;;) {
    const auto end = read_cell();
    if (at_ > max_bytes_ || cells_.size() > kMaxCells) return false;
    if (end != CellEnd::delimiter) return true;
  }
}

int CsvRowReader::peek(std::size_t at) {
  while (at >= input_.window().size()) {
    if (at > max_bytes_ || !input_.grow()) return kEndOfInput;
  }
  return static_cast<unsigned char>(input_.window()[at]);
}

CsvRowReader::CellEnd CsvRowReader::read_cell() {
  if (peek(at_) == '"') {
    const std::size_t begin = at_;
    const std::size_t unquoted_size = unquoted_.size();
    if (const auto end = read_quoted_cell()) return *end;
    at_ = begin;
    unquoted_.resize(unquoted_size);
  }
  return read_plain_cell();
}

// Nothing if the cell turns out not to be quoted in the sense of RFC 4180.
std::optional<CsvRowReader::CellEnd> CsvRowReader::read_quoted_cell() {
  const std::size_t unquoted_begin = unquoted_.size();
  std::size_t piece = at_ + 1;
  for (std::size_t at = piece;; ++at) {
    if (peek(at) == kEndOfInput) return std::nullopt;
    const auto window = input_.window();
    at = window.find('"', at);
    if (at == std::string_view::npos) {
      at = window.size() - 1;
      continue;
    }
    unquoted_.append(window.substr(piece, at - piece));
    if (peek(at + 1) != '"') {
      at_ = at + 1;
      cells_.push_back({unquoted_begin, unquoted_.size() - unquoted_begin, true});
      const auto end = end_of_quoted_cell();
      if (!end) cells_.pop_back();
      return end;
    }
    unquoted_ += '"';
    piece = at + 2;
    ++at;
  }
}

std::optional<CsvRowReader::CellEnd> CsvRowReader::end_of_quoted_cell() {
  const int next = peek(at_);
  if (next == kEndOfInput) return CellEnd::input;
  if (next == static_cast<unsigned char>(delimiter_)) return ++at_, CellEnd::delimiter;
  if (next == '\n') return ++at_, CellEnd::row;
  if (next == '\r' && peek(at_ + 1) == '\n') return at_ += 2, CellEnd::row;
  if (next == '\r' && peek(at_ + 1) == kEndOfInput) return ++at_, CellEnd::input;
  return std::nullopt;
}

CsvRowReader::CellEnd CsvRowReader::read_plain_cell() {
  const std::size_t begin = at_;
  std::size_t at = begin;
  CellEnd end = CellEnd::input;
  for (; peek(at) != kEndOfInput; ++at) {
    const char c = input_.window()[at];
    if (c == delimiter_) end = CellEnd::delimiter;
    if (c == '\n') end = CellEnd::row;
    if (end != CellEnd::input) break;
  }
  std::size_t size = at - begin;
  at_ = end == CellEnd::input ? at : at + 1;
  if (end != CellEnd::delimiter && size > 0 && input_.window()[begin + size - 1] == '\r') --size;
  cells_.push_back({begin, size, false});
  return end;
}

Error CsvRowReader::skip_long_row() {
  const auto where = input_.position();
  at_ = 0;
  for (;;) {
    const auto window = input_.window();
    const auto line_break = window.find('\n');
    input_.consume(line_break == std::string_view::npos ? window.size() : line_break + 1);
    if (line_break != std::string_view::npos || !input_.grow()) break;
  }
  return Error(ErrorCode::resource_exhausted,
               fmt::format("a row is longer than {} bytes or {} cells", max_bytes_, kMaxCells), "record_too_long")
      .at(where);
}

namespace {

constexpr std::array kDelimiters = {',', ';', '|', '\t'};
constexpr std::size_t kSampleLines = 20;

// How often each candidate stands outside quotes, line by line.
std::vector<std::array<std::size_t, kDelimiters.size()>> count_candidates(std::string_view text) {
  std::vector<std::array<std::size_t, kDelimiters.size()>> lines(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) {
      if (lines.size() == kSampleLines) return lines;
      lines.emplace_back();
    }
    const auto candidate = std::find(kDelimiters.begin(), kDelimiters.end(), c);
    if (!quoted && candidate != kDelimiters.end())
      ++lines.back()[static_cast<std::size_t>(candidate - kDelimiters.begin())];
  }
  // The last line may be cut off.
  if (lines.size() > 1) lines.pop_back();
  return lines;
}

}  // namespace

char detect_delimiter(std::string_view beginning) {
  const auto lines = count_candidates(beginning);
  std::pair<std::size_t, std::size_t> best{0, 0};
  char found = ',';
  for (std::size_t i = 0; i < kDelimiters.size(); ++i) {
    const std::size_t in_header = lines.front()[i];
    if (in_header == 0) continue;
    const auto even = std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return line[i] == in_header; });
    const std::pair score{static_cast<std::size_t>(even), in_header};
    if (score > best) best = score, found = kDelimiters[i];
  }
  return found;
}

}  // namespace aisle::loaders
