#include "carts_orders/fsck/load_contents.hpp"

#include <utility>

#include "carts_orders/store/record_sql.hpp"
#include "carts_orders/store/sqlite/row.hpp"
#include "carts_orders/store/sqlite/row_writer.hpp"

namespace aisle::shop::fsck {
namespace {

/// Calls `take(row)` for each row in the order of the key. A row that cannot be read is a finding.
template <class Record, class Take>
Status for_each_row(sqlite::Connection& connection, FsckReport& report, Take&& take) {
  static const std::string sql = select_sql(columns_of<Record>(), fmt::format("ORDER BY {}", columns_of<Record>().names.front()));
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  const sqlite::StatementUse use(**statement);
  for (;;) {
    const Result<bool> row = (*statement)->next();
    if (!row) return row.error();
    if (!*row) return {};
    auto read = sqlite::read_row<Record>(**statement);
    if (read) {
      take(*std::move(read));
    } else {
      report.add("file", read.error().message);
    }
  }
}

template <class Record>
Status load_records(sqlite::Connection& connection, ShopContents& contents, FsckReport& report) {
  return for_each_row<Record>(connection, report, [&](sqlite::Row<Record> row) {
    contents.put<Record>(std::make_shared<const Record>(std::move(row.record)));
  });
}

template <class Entry>
Status load_list(sqlite::Connection& connection, std::vector<Entry>& list, const sqlite::Head& head, FsckReport& report) {
  constexpr std::string_view kName = kTable<Entry>.name;
  sqlite::Head last;
  const Status read = for_each_row<Entry>(connection, report, [&](sqlite::Row<Entry> row) {
    const bool is_first_kept = list.empty() && row.record.number != 1;
    if (!is_first_kept && chain_link(last.chain, row.record) != row.checksum) {
      report.add("chain", fmt::format("Entry {} of {} is not what was written, or not what followed entry {}.", row.record.number, kName, last.number));
    }
    last = {row.record.number, row.checksum};
    list.push_back(std::move(row.record));
  });
  if (read && (last.number != head.number || last.chain != head.chain)) {
    report.add("chain", fmt::format("The list of {} ends at entry {}, but entry {} was the last that was committed.", kName, last.number, head.number));
  }
  return read;
}

template <class... Records>
Status load_all(RecordList<Records...>, sqlite::Connection& connection, ShopContents& contents, FsckReport& report) {
  Status status;
  ((status = status ? load_records<Records>(connection, contents, report) : std::move(status)), ...);
  return status;
}

}  // namespace

Result<ShopContents> load_contents(sqlite::Connection& connection, FsckReport& report) {
  const auto heads = sqlite::read_heads(connection);
  if (!heads) return heads.error();
  ShopContents contents;
  contents.last_job = heads->jobs.number;
  Status status = load_all(AllRecords(), connection, contents, report);
  if (status) status = load_list(connection, contents.events, heads->events, report);
  if (status) status = load_list(connection, contents.ledger, heads->ledger, report);
  if (!status) return std::move(status).error();
  return contents;
}

}  // namespace aisle::shop::fsck
