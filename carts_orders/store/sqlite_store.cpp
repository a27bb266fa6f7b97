#include "carts_orders/store/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/hash.hpp"
#include "carts_orders/store/record_sql.hpp"
#include "carts_orders/store/sqlite/backup.hpp"
#include "carts_orders/store/sqlite/database_file.hpp"
#include "carts_orders/store/sqlite/failure.hpp"
#include "carts_orders/store/sqlite/row.hpp"
#include "carts_orders/store/sqlite/sqlite_reader.hpp"

namespace aisle::shop {
namespace {

namespace fs = std::filesystem;

const std::string kBegin = "BEGIN IMMEDIATE";
const std::string kCommit = "COMMIT";

/// The names in a directory must be on the device before anything that they name is promised. File systems that know no
/// such sync say EINVAL.
Status sync_directory(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int problem = synced ? 0 : errno;
  if (descriptor >= 0) ::close(descriptor);
  if (synced || problem == EINVAL) return {};
  return Error(ErrorCode::unavailable, fmt::format("The directory {} cannot be synced: {}.", directory.string(), std::strerror(problem)));
}

Status make_directory(const fs::path& directory) {
  std::error_code ignored;
  if (fs::is_directory(directory, ignored)) return {};
  const fs::path parent = fs::absolute(directory).parent_path();
  fs::create_directories(parent, ignored);
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return Error(ErrorCode::unavailable, fmt::format("The store's directory {} cannot be made: {}.", directory.string(), std::strerror(errno)));
  }
  return sync_directory(parent);
}

// After a sync that failed, the log may hold pages that the kernel calls clean and that never reached the device; the
// process that stopped for it could not know which. Moving the log into the database file writes all of it anew, so that
// nothing is appended after a hole that the next power cut would show. A disk without room for that leaves it for later.
Status rewrite_log(sqlite::Connection& writer) {
  const int code = sqlite3_wal_checkpoint_v2(writer.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY) return {};
  Error error = sqlite::failure(writer.handle(), code, "move its log into the database file");
  if (error.code == ErrorCode::resource_exhausted) return {};
  return error;
}

template <class Record>
Status for_each(sqlite::Connection& connection, const std::string& sql, const std::function<void(Record)>& sink) {
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  const sqlite::StatementUse use(**statement);
  for (;;) {
    const Result<bool> row = (*statement)->next();
    if (!row) return row.error();
    if (!*row) return {};
    auto read = sqlite::read_row<Record>(**statement);
    if (!read) return std::move(read).error();
    sink(std::move(read->record));
  }
}

template <class Record>
Status for_each(sqlite::Connection& connection, const std::function<void(Record)>& sink) {
  static const std::string sql = select_sql(columns_of<Record>(), "");
  return for_each(connection, sql, sink);
}

template <class Entry>
Result<sqlite::Head> last_entry(sqlite::Connection& connection) {
  static const std::string sql = fmt::format("SELECT number, chain FROM {} ORDER BY number DESC LIMIT 1", kTable<Entry>.name);
  const auto statement = connection.prepared(sql);
  if (!statement) return statement.error();
  const sqlite::StatementUse use(**statement);
  const Result<bool> row = (*statement)->next();
  if (!row) return row.error();
  if (!*row) return sqlite::Head{};
  return sqlite::Head{(*statement)->integer(0), static_cast<std::uint64_t>((*statement)->integer(1))};
}

template <class Entry>
Status ends_at(sqlite::Connection& connection, const sqlite::Head& head) {
  const auto last = last_entry<Entry>(connection);
  if (!last) return last.error();
  if (last->number == head.number && last->chain == head.chain) return {};
  return Error(ErrorCode::data_corrupt, fmt::format("The store's list of {} ends at entry {}, but entry {} was written.",
                                                    kTable<Entry>.name, last->number, head.number));
}

}  // namespace

fs::path database_file(const fs::path& directory) { return directory / "shop.db"; }

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const fs::path& directory, const SqliteOptions& options) {
  if (Status made = make_directory(directory); !made) return made.error();
  auto lock = DirectoryLock::acquire(directory);
  if (!lock) return std::move(lock).error();
  auto writer = sqlite::open_for_writing(database_file(directory), options.max_pages);
  if (!writer) return std::move(writer).error();
  // SQLite syncs the directory too, but passes over an error of that.
  if (Status named = sync_directory(directory); !named) return std::move(named).error();
  if (Status rewritten = rewrite_log(**writer); !rewritten) return std::move(rewritten).error();
  const auto heads = sqlite::read_heads(**writer);
  if (!heads) return heads.error();
  std::unique_ptr<SqliteStore> store(new SqliteStore(*std::move(lock), database_file(directory), *std::move(writer), options));
  store->heads_ = *heads;
  return store;
}

SqliteStore::SqliteStore(DirectoryLock lock, fs::path file, std::unique_ptr<sqlite::Connection> writer, const SqliteOptions& options)
    : lock_(std::move(lock)),
      file_(std::move(file)),
      options_(options),
      writer_(std::move(writer)),
      pool_(std::make_shared<sqlite::ReaderPool>(file_, options.readers)),
      reader_(sqlite::make_reader(pool_)) {
  const auto count = [](void* pages, sqlite3*, const char*, int in_log) {
    *static_cast<std::int64_t*>(pages) = in_log;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writer_->handle(), count, &log_pages_);
}

SqliteStore::~SqliteStore() {
  roll_back();
  pool_->close();
}

Result<StoreCounters> SqliteStore::load(const ResidentSink& sink) {
  static const std::string pending = select_sql(columns_of<Reservation>(), "WHERE state = 'pending'");
  Status read = ends_match();
  if (read) read = for_each<Stock>(*writer_, sink.stock);
  if (read) read = for_each<Price>(*writer_, sink.price);
  if (read) read = for_each<Reservation>(*writer_, pending, sink.pending_reservation);
  if (read) read = for_each<Job>(*writer_, sink.job);
  if (read) read = for_each<Meta>(*writer_, sink.meta);
  if (!read) return read.error();
  return StoreCounters{.last_event = heads_.events.number, .last_ledger_entry = heads_.ledger.number, .last_job = heads_.jobs.number};
}

Status SqliteStore::ends_match() {
  if (Status events = ends_at<Event>(*writer_, heads_.events); !events) return events;
  return ends_at<LedgerEntry>(*writer_, heads_.ledger);
}

Status SqliteStore::begin_batch() {
  assert(!open_ && "a batch was begun within a batch");
  if (broken_) return *broken_;
  if (Status checkpointed = checkpoint_if_due(); !checkpointed) return failed(std::move(checkpointed).error());
  const auto begin = writer_->prepared(kBegin);
  if (!begin) return failed(begin.error());
  if (Status begun = (*begin)->run(); !begun) return failed(std::move(begun).error());
  open_ = true;
  batch_heads_ = heads_;
  return {};
}

// Here and not by SQLite's own hook, which ignores errors: a failing device must stop the process, not be tried again.
// At a batch's beginning and not after its commit, whose callers are waiting. Readers never block a passive checkpoint.
Status SqliteStore::checkpoint_if_due() {
  if (log_pages_ < options_.checkpoint_pages) return {};
  const int code = sqlite3_wal_checkpoint_v2(writer_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY) return {};
  Error error = sqlite::failure(writer_->handle(), code, "move its log into the database file");
  // No room for the file to grow: everything is safe in the log, and the next batch tries again.
  if (error.code == ErrorCode::resource_exhausted) return {};
  return error;
}

Status SqliteStore::apply(const ChangeSet& changes) {
  if (broken_) return *broken_;
  assert(open_ && "changes were applied outside a batch");
  if (Status written = write_changes(*writer_, changes, batch_heads_); !written) return failed(std::move(written).error());
  return {};
}

Status SqliteStore::commit_durable() {
  if (broken_) return *broken_;
  assert(open_ && "a commit without a batch");
  if (Status committed = write_and_commit(); !committed) return failed(std::move(committed).error());
  open_ = false;
  heads_ = batch_heads_;
  return {};
}

Status SqliteStore::write_and_commit() {
  auto& [events, ledger, jobs, batches] = batch_heads_;
  const std::uint64_t links[] = {batches.chain, events.chain, ledger.chain, static_cast<std::uint64_t>(jobs.number)};
  batches = {batches.number + 1, hash64(std::as_bytes(std::span(links)))};
  if (Status written = write_heads(*writer_, batch_heads_); !written) return written;
  const auto commit = writer_->prepared(kCommit);
  if (!commit) return commit.error();
  return (*commit)->run();
}

Status SqliteStore::failed(Error error) {
  roll_back();
  if (error.code != ErrorCode::resource_exhausted) broken_ = error;
  return error;
}

void SqliteStore::roll_back() {
  open_ = false;
  // SQLite rolls back by itself after some errors.
  if (sqlite3_get_autocommit(writer_->handle()) != 0) return;
  if (const Status rolled_back = writer_->execute("ROLLBACK"); !rolled_back && !broken_) broken_ = rolled_back.error();
}

Status SqliteStore::backup(const fs::path& target, const BackupProgress& progress) {
  return sqlite::back_up(file_, target, progress);
}

}  // namespace aisle::shop
