#include "server/es_api/cluster/cat_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json/json_writer.hpp"
#include "server/es_api/errors/response_options.hpp"

namespace aisle::server::es_api {
namespace {

std::size_t column_of(const CatTable& table, std::string_view name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const CatColumn& c) { return c.name == name; });
  return static_cast<std::size_t>(found - table.columns.begin());
}

void sort_rows(CatTable& table, std::string_view order) {
  const bool descending = order.ends_with(":desc");
  const std::size_t column = column_of(table, order.substr(0, order.find(':')));
  if (column == table.columns.size()) return;
  std::sort(table.rows.begin(), table.rows.end(), [&](const auto& a, const auto& b) {
    const auto& left = descending ? b[column] : a[column];
    const auto& right = descending ? a[column] : b[column];
    if (table.columns[column].right && left.size() != right.size()) return left.size() < right.size();
    return left < right;
  });
}

CatTable chosen(const CatTable& table, std::string_view names) {
  CatTable out;
  out.rows.resize(table.rows.size());
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    const std::size_t column = column_of(table, name);
    if (column == table.columns.size()) continue;
    out.columns.push_back(table.columns[column]);
    for (std::size_t i = 0; i < table.rows.size(); ++i) out.rows[i].push_back(table.rows[i][column]);
  }
  return out;
}

std::string shown_without_choice(const CatTable& table) {
  std::string names;
  for (const CatColumn& column : table.columns) {
    if (!column.on_request) names += (names.empty() ? "" : ",") + column.name;
  }
  return names;
}

std::string as_json(const CatTable& table) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_array();
  for (const auto& row : table.rows) {
    writer.begin_object();
    for (std::size_t i = 0; i < row.size(); ++i) writer.field(table.columns[i].name, row[i]);
    writer.end_object();
  }
  writer.end_array();
  return out;
}

std::string as_text(const CatTable& table, bool header) {
  std::vector<std::size_t> widths(table.columns.size(), 0);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (header) widths[i] = table.columns[i].name.size();
    for (const auto& row : table.rows) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  const auto line = [&](const auto& text_of) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string& text = text_of(i);
      out += i == 0 ? "" : " ";
      out += table.columns[i].right ? fmt::format("{:>{}}", text, widths[i]) : fmt::format("{:<{}}", text, widths[i]);
    }
    out += '\n';
  };
  if (header) line([&](std::size_t i) -> const std::string& { return table.columns[i].name; });
  for (const auto& row : table.rows) line([&](std::size_t i) -> const std::string& { return row[i]; });
  return out;
}

}  // namespace

http::Response cat_response(const http::Request& request, CatTable table) {
  if (const std::string_view order = request.query_value("s"); !order.empty()) sort_rows(table, order);
  std::string names(request.query_value("h"));
  if (names.empty()) names = shown_without_choice(table);
  table = chosen(table, names);
  const std::string_view accept = request.header("Accept");
  const bool json = request.query_value("format") == "json" || (!request.has_query("format") && accept.find("json") != std::string_view::npos);
  http::Response response;
  if (json) {
    response.body = as_json(table);
    return response;
  }
  response.content_type = "text/plain; charset=UTF-8";
  response.body = as_text(table, query_flag(request, "v"));
  return response;
}

std::string human_bytes(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"b", "kb", "mb", "gb", "tb", "pb"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < std::size(kUnits)) value /= 1024, ++unit;
  if (unit == 0) return fmt::format("{}b", bytes);
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + kUnits[unit];
}

}  // namespace aisle::server::es_api
