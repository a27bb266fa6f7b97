#pragma once
// The SQL of one kind of record, made from its list of fields. Both engines take it (store/schema.hpp).

#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/store/record_fields.hpp"

namespace aisle::shop {

/// A table's columns by name, the key's first.
struct RecordColumns {
  TableShape table;
  std::vector<std::string_view> names;
};

/// "sku, location, on_hand, ...", with the checksum's column last.
std::string column_list(const RecordColumns& columns);
/// INSERT that replaces a row of the same key. $1.. are the columns in order.
std::string upsert_sql(const RecordColumns& columns);
/// INSERT of rows that are never replaced.
std::string append_sql(const RecordColumns& columns);
/// $1.. are the key's fields.
std::string delete_sql(const RecordColumns& columns);
/// All columns of the rows that `rest` selects: "WHERE expires_at <= $1 ORDER BY ...".
std::string select_sql(const RecordColumns& columns, std::string_view rest);
std::string find_sql(const RecordColumns& columns);

template <class Record>
RecordColumns columns_of() {
  RecordColumns columns{kTable<Record>, {}};
  Record any;
  for_each_field(any, [&](std::string_view name, auto&) { columns.names.push_back(name); });
  return columns;
}

}  // namespace aisle::shop
