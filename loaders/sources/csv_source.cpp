#include "loaders/sources/csv_source.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <set>
#include <utility>

#include "loaders/sources/line_reader.hpp"

namespace aisle::loaders {

CsvSource::CsvSource(InputBuffer input, char delimiter, const SourceOptions& options)
    : options_(options), rows_(std::move(input), delimiter, options.max_record_bytes) {}

InputProgress CsvSource::progress() const { return progress_of(rows_.input()); }

Result<std::optional<Record>> CsvSource::next() {
  if (!std::exchange(started_, true)) {
    if (auto header = read_header(); !header) {
      ended_ = true;
      return std::move(header).error();
    }
    sample();
  }
  if (!sampled_.empty()) return next_sampled();
  if (ended_) return std::optional<Record>();
  auto row = rows_.next();
  if (!row) return std::move(row).error();
  if (!*row) return std::optional<Record>();
  return to_record((**row)->cells, (**row)->where);
}

Status CsvSource::read_header() {
  auto row = rows_.next();
  if (!row) return std::move(row).error();
  if (!*row) return (ended_ = true), Status();
  auto names = (**row)->cells;
  while (!names.empty() && trim(names.back()).empty()) names.pop_back();
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string name(trim(names[i]));
    if (name.empty()) name = fmt::format("column_{}", i + 1);
    if (!simdjson::validate_utf8(name))
      return Error(ErrorCode::invalid_argument, "the header is not valid UTF-8", "bad_header").at((**row)->where);
    if (!seen.insert(name).second)
      return Error(ErrorCode::invalid_argument, fmt::format("two columns are named [{}]", name), "bad_header")
          .at((**row)->where);
    append_json_string(name, keys_.emplace_back());
    keys_.back() += ':';
  }
  return {};
}

void CsvSource::sample() {
  std::size_t bytes = 0;
  std::vector<CsvColumn> columns(keys_.size());
  while (!ended_ && sampled_.size() < options_.csv_sample_rows && bytes < options_.csv_sample_bytes) {
    auto row = rows_.next();
    if (row && !*row) break;
    if (!row) {
      sampled_.push_back({{}, {}, std::move(row).error()});
      continue;
    }
    auto& kept = sampled_.emplace_back(SampledRow{{}, {}, (**row)->where});
    for (const auto cell : (**row)->cells) {
      kept.cells += cell;
      kept.ends.push_back(kept.cells.size());
    }
    bytes += kept.cells.size() + kept.ends.size() * sizeof(std::size_t) + sizeof(SampledRow);
    if (!check_row((**row)->cells)) continue;
    for (std::size_t i = 0; i < columns.size() && i < (**row)->cells.size(); ++i) columns[i].see((**row)->cells[i]);
  }
  for (const auto& column : columns) types_.push_back(column.type());
}

Result<std::optional<Record>> CsvSource::next_sampled() {
  const SampledRow row = std::move(sampled_.front());
  sampled_.pop_front();
  if (!row.where) return Error(row.where.error());
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  for (const auto end : row.ends) {
    cells.push_back(std::string_view(row.cells).substr(begin, end - begin));
    begin = end;
  }
  return to_record(cells, *row.where);
}

Status CsvSource::check_row(const std::vector<std::string_view>& cells) const {
  const auto surplus = cells.begin() + static_cast<std::ptrdiff_t>(std::min(keys_.size(), cells.size()));
  const bool too_many = std::any_of(surplus, cells.end(), [](auto cell) { return !trim(cell).empty(); });
  if (too_many || cells.size() < keys_.size())
    return Error(ErrorCode::invalid_argument,
                 fmt::format("the row has {} cells, the header names {}", cells.size(), keys_.size()), "ragged_row");
  for (const auto cell : cells)
    if (!simdjson::validate_utf8(cell))
      return Error(ErrorCode::invalid_argument, "the row is not valid UTF-8 (convert the file: iconv -f latin1 -t utf-8)",
                   "bad_encoding");
  return {};
}

Result<std::optional<Record>> CsvSource::to_record(const std::vector<std::string_view>& cells, Position where) {
  if (auto checked = check_row(cells); !checked) return Error(checked.error()).at(where);
  json_ = "{";
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const std::size_t before = json_.size();
    if (before > 1) json_ += ',';
    json_ += keys_[i];
    if (!append_cell(cells[i], types_[i], json_)) json_.resize(before);
  }
  json_ += '}';
  return std::optional(Record{.json = json_, .id = {}, .metadata = {}, .where = where});
}

}  // namespace aisle::loaders
