#include "carts_orders/store/record_sql.hpp"

#include <fmt/format.h>

namespace aisle::shop {
namespace {

std::size_t keys_of(const RecordColumns& columns) { return static_cast<std::size_t>(columns.table.key_fields); }

std::vector<std::string_view> all_names(const RecordColumns& columns) {
  std::vector<std::string_view> names = columns.names;
  if (!columns.table.checksum.empty()) names.push_back(columns.table.checksum);
  return names;
}

std::string key_list(const RecordColumns& columns) {
  return fmt::format("{}", fmt::join(columns.names.begin(), columns.names.begin() + columns.table.key_fields, ", "));
}

/// "sku = $1 AND location = $2"
std::string key_condition(const RecordColumns& columns) {
  std::string condition;
  for (std::size_t at = 0; at < keys_of(columns); ++at) {
    condition += fmt::format("{}{} = ${}", at == 0 ? "" : " AND ", columns.names[at], at + 1);
  }
  return condition;
}

}  // namespace

std::string column_list(const RecordColumns& columns) { return fmt::format("{}", fmt::join(all_names(columns), ", ")); }

std::string append_sql(const RecordColumns& columns) {
  std::string parameters;
  for (std::size_t at = 1; at <= all_names(columns).size(); ++at) parameters += fmt::format("{}${}", at == 1 ? "" : ", ", at);
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", columns.table.name, column_list(columns), parameters);
}

std::string upsert_sql(const RecordColumns& columns) {
  std::string assignments;
  const auto names = all_names(columns);
  for (std::size_t at = keys_of(columns); at < names.size(); ++at) {
    assignments += fmt::format("{}{} = excluded.{}", assignments.empty() ? "" : ", ", names[at], names[at]);
  }
  return fmt::format("{} ON CONFLICT ({}) DO UPDATE SET {}", append_sql(columns), key_list(columns), assignments);
}

std::string delete_sql(const RecordColumns& columns) {
  return fmt::format("DELETE FROM {} WHERE {}", columns.table.name, key_condition(columns));
}

std::string select_sql(const RecordColumns& columns, std::string_view rest) {
  return fmt::format("SELECT {} FROM {} {}", column_list(columns), columns.table.name, rest);
}

std::string find_sql(const RecordColumns& columns) { return select_sql(columns, "WHERE " + key_condition(columns)); }

}  // namespace aisle::shop
