#include "carts_orders/store/sqlite/row_writer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "carts_orders/store/record_sql.hpp"
#include "carts_orders/store/sqlite/row.hpp"

namespace aisle::shop::sqlite {
namespace {

struct NamedHead {
  std::string_view name;
  Head Heads::*head;
};
constexpr std::array<NamedHead, 4> kHeads{{
    {"events", &Heads::events}, {"ledger", &Heads::ledger}, {"jobs", &Heads::jobs}, {"batches", &Heads::batches}}};

/// Binds the fields, then the checksum when the table keeps one.
template <class Record>
Status write_row(Statement& statement, const Record& record, std::uint64_t checksum) {
  RowBinder binder(statement);
  for_each_field(record, binder);
  if (!kTable<Record>.checksum.empty()) binder.bind(checksum);
  return statement.run();
}

template <class Record>
Status upsert(Connection& connection, const RecordChanges<Record>& changes) {
  static const std::string sql = upsert_sql(columns_of<Record>());
  if (changes.upserts.empty()) return {};
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  for (const auto& record : changes.upserts) {
    const std::uint64_t checksum = kTable<Record>.checksum.empty() ? 0 : checksum_of(*record);
    if (Status written = write_row(**statement, *record, checksum); !written) return written;
  }
  return {};
}

void bind_key(Statement& statement, const StockKey& key) {
  statement.bind(0, std::string_view(key.sku));
  statement.bind(1, std::string_view(key.location));
}
void bind_key(Statement& statement, const std::string& key) { statement.bind(0, std::string_view(key)); }
void bind_key(Statement& statement, const Id& key) { statement.bind(0, key); }
void bind_key(Statement& statement, std::int64_t key) { statement.bind(0, key); }

template <class Record>
Status erase(Connection& connection, const RecordChanges<Record>& changes) {
  static const std::string sql = delete_sql(columns_of<Record>());
  if (changes.erased.empty()) return {};
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  for (const auto& key : changes.erased) {
    bind_key(**statement, key);
    if (Status erased = (*statement)->run(); !erased) return erased;
  }
  return {};
}

template <class Entry>
Status append(Connection& connection, const std::vector<Entry>& entries, Head& head) {
  static const std::string sql = append_sql(columns_of<Entry>());
  if (entries.empty()) return {};
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  for (const Entry& entry : entries) {
    if (entry.number != head.number + 1) {
      return Error(ErrorCode::internal, fmt::format("Entry {} of {} was to be written after entry {}.", entry.number, kTable<Entry>.name, head.number), "gap");
    }
    head = {entry.number, chain_link(head.chain, entry)};
    if (Status written = write_row(**statement, entry, head.chain); !written) return written;
  }
  return {};
}

void count_jobs(const RecordChanges<Job>& changes, Head& head) {
  for (const auto& job : changes.upserts) head.number = std::max(head.number, job->key);
  for (const std::int64_t job : changes.erased) head.number = std::max(head.number, job);
}

}  // namespace

Status write_changes(Connection& connection, const ChangeSet& changes, Heads& heads) {
  Status status;
  changes.for_each([&](const auto& changed) {
    if (status) status = upsert(connection, changed);
    if (status) status = erase(connection, changed);
  });
  if (status) status = append(connection, changes.events, heads.events);
  if (status) status = append(connection, changes.ledger, heads.ledger);
  count_jobs(changes.of<Job>(), heads.jobs);
  return status;
}

Result<Heads> read_heads(Connection& connection) {
  static const std::string sql = "SELECT number, chain FROM heads WHERE list = $1";
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  Heads heads;
  for (const auto& [name, head] : kHeads) {
    const StatementUse use(**statement);
    (*statement)->bind(0, name);
    const Result<bool> row = (*statement)->next();
    if (!row) return row.error();
    if (*row) heads.*head = {(*statement)->integer(0), static_cast<std::uint64_t>((*statement)->integer(1))};
  }
  return heads;
}

Status write_heads(Connection& connection, const Heads& heads) {
  static const std::string sql =
      "INSERT INTO heads (list, number, chain) VALUES ($1, $2, $3) "
      "ON CONFLICT (list) DO UPDATE SET number = excluded.number, chain = excluded.chain";
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  for (const auto& [name, head] : kHeads) {
    (*statement)->bind(0, name);
    (*statement)->bind(1, (heads.*head).number);
    (*statement)->bind(2, static_cast<std::int64_t>((heads.*head).chain));
    if (Status written = (*statement)->run(); !written) return written;
  }
  return {};
}

}  // namespace aisle::shop::sqlite
