#pragma once
// Records to parameters, columns to records: one visit of the list of fields each.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "carts_orders/store/field_bytes.hpp"
#include "carts_orders/store/json_parts.hpp"
#include "carts_orders/store/sqlite/statement.hpp"

namespace aisle::shop::sqlite {

/// Binds a record's fields to parameters 0, 1, ... The record must stay until the statement is reset.
class RowBinder {
 public:
  explicit RowBinder(Statement& statement) : statement_(statement) {}

  template <class T>
  void operator()(std::string_view, const T& value) {
    bind(value);
  }
  template <class T>
    requires std::is_integral_v<T>
  void bind(T value) {
    statement_.bind(at_++, static_cast<std::int64_t>(value));
  }
  template <class T>
    requires std::is_enum_v<T>
  void bind(T value) {
    statement_.bind(at_++, to_string(value));
  }
  void bind(const std::string& text) { statement_.bind(at_++, std::string_view(text)); }
  void bind(const Id& id) { statement_.bind(at_++, id); }
  void bind(const Currency& currency) { statement_.bind(at_++, currency.code()); }
  template <class T>
  void bind(const std::vector<T>& list) {
    json_.clear();
    append_json(json_, list);
    statement_.bind_copy(at_++, json_);
  }

 private:
  Statement& statement_;
  std::string json_;
  int at_ = 0;
};

/// Reads columns 0, 1, ... into a record's fields, and remembers the first that is not what was written.
class RowReader {
 public:
  explicit RowReader(const Statement& statement) : statement_(statement) {}

  template <class T>
  void operator()(std::string_view name, T& value) {
    if (!read(value) && wrong_.empty()) wrong_ = name;
    ++at_;
  }
  /// The column that was wrong; empty: none.
  std::string_view wrong() const { return wrong_; }
  int columns() const { return at_; }

 private:
  template <class T>
    requires std::is_integral_v<T>
  bool read(T& value) {
    const std::int64_t stored = statement_.integer(at_);
    value = static_cast<T>(stored);
    return std::is_same_v<T, std::uint64_t> || static_cast<std::int64_t>(value) == stored;
  }
  template <class T>
    requires std::is_enum_v<T>
  bool read(T& value) {
    return assign(from_word<T>(statement_.text(at_)), value);
  }
  bool read(std::string& text) {
    text = statement_.text(at_);
    return true;
  }
  bool read(Id& id) { return assign(statement_.id(at_), id); }
  bool read(Currency& currency) {
    const std::string_view code = statement_.text(at_);
    return code.empty() || assign(Currency::find(code), currency);
  }
  template <class T>
  bool read(std::vector<T>& list) {
    return parse_json(statement_.text(at_), list);
  }
  template <class T>
  static bool assign(const std::optional<T>& from, T& to) {
    if (from) to = *from;
    return from.has_value();
  }

  const Statement& statement_;
  std::string_view wrong_;
  int at_ = 0;
};

/// The first field of a record, for messages.
template <class Record>
std::string name_of(const Record& record) {
  const auto& key = [&]() -> const auto& {
    if constexpr (requires { record.key; }) {
      return record.key;
    } else {
      return record.number;
    }
  }();
  using Key = std::remove_cvref_t<decltype(key)>;
  if constexpr (std::is_same_v<Key, Id>) {
    return to_string(key);
  } else if constexpr (std::is_same_v<Key, StockKey>) {
    return key.sku + " at " + key.location;
  } else {
    return fmt::format("{}", key);
  }
}

/// A row read: the record, and the checksum beside it (0 when its table has none).
template <class Record>
struct Row {
  Record record;
  std::uint64_t checksum = 0;
};

/// The row at which `statement` stands. data_corrupt when a column holds what was never written, or the record is not
/// the one that its checksum was made of. Chained entries are not checked here: that takes the entry before.
template <class Record>
Result<Row<Record>> read_row(const Statement& statement) {
  Row<Record> row;
  RowReader reader(statement);
  for_each_field(row.record, reader);
  if (!reader.wrong().empty()) {
    return Error(ErrorCode::data_corrupt, fmt::format("Column {} of {} {} holds a value that Aisle never writes.", reader.wrong(),
                                                      kTable<Record>.name, name_of(row.record)));
  }
  if (!kTable<Record>.checksum.empty()) row.checksum = static_cast<std::uint64_t>(statement.integer(reader.columns()));
  if (kTable<Record>.checksum == "checksum" && row.checksum != checksum_of(row.record)) {
    return Error(ErrorCode::data_corrupt,
                 fmt::format("{} {} is not what was written: its checksum differs.", kTable<Record>.name, name_of(row.record)));
  }
  return row;
}

}  // namespace aisle::shop::sqlite
