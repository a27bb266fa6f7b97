#include "carts_orders/store/sqlite/sqlite_reader.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "carts_orders/store/record_sql.hpp"
#include "carts_orders/store/sqlite/row.hpp"

namespace aisle::shop::sqlite {
namespace {

constexpr Id kAfterEveryId{std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint64_t>::max()};

std::int64_t bounded(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
}

void bind_all(Statement& statement, const auto&... values) {
  int at = 0;
  (statement.bind(at++, values), ...);
}

class SqliteReader final : public SnapshotReader {
  template <class Record>
  using Found = Result<std::shared_ptr<const Record>>;

  /// Calls `take(statement)`, which gives a Status, for each row.
  template <class Take, class... Values>
  Status for_each_row(const std::string& sql, Take&& take, const Values&... values) {
    const auto connection = pool_->take();
    if (!connection) return connection.error();
    const auto prepared = (*connection)->prepared(sql);
    if (!prepared) return prepared.error();
    Statement& statement = **prepared;
    const StatementUse use(statement);
    bind_all(statement, values...);
    for (;;) {
      const Result<bool> row = statement.next();
      if (!row) return row.error();
      if (!*row) return {};
      if (Status taken = take(statement); !taken) return taken;
    }
  }
  template <class Record, class Take, class... Values>
  Status for_each_record(const std::string& sql, Take&& take, const Values&... values) {
    return for_each_row(
        sql,
        [&](const Statement& statement) -> Status {
          auto row = read_row<Record>(statement);
          if (!row) return std::move(row).error();
          take(std::move(row->record));
          return {};
        },
        values...);
  }

  template <class Record, class... Key>
  Found<Record> find_one(const Key&... key) {
    static const std::string sql = find_sql(columns_of<Record>());
    std::shared_ptr<const Record> found;
    const Status read = for_each_record<Record>(
        sql, [&](Record record) { found = std::make_shared<const Record>(std::move(record)); }, key...);
    if (!read) return read.error();
    return found;
  }
  template <class Record, class... Values>
  Result<std::vector<Record>> list(const std::string& sql, const Values&... values) {
    std::vector<Record> found;
    const Status read = for_each_record<Record>(sql, [&](Record record) { found.push_back(std::move(record)); }, values...);
    if (!read) return read.error();
    return found;
  }
  template <class Record, class... Values>
  Result<std::vector<std::shared_ptr<const Record>>> shared_list(const std::string& sql, const Values&... values) {
    std::vector<std::shared_ptr<const Record>> found;
    const Status read = for_each_record<Record>(
        sql, [&](Record record) { found.push_back(std::make_shared<const Record>(std::move(record))); }, values...);
    if (!read) return read.error();
    return found;
  }
  template <class... Values>
  Result<std::vector<std::string>> text_list(const std::string& sql, const Values&... values) {
    std::vector<std::string> found;
    const auto take = [&](const Statement& statement) -> Status {
      found.emplace_back(statement.text(0));
      return {};
    };
    const Status read = for_each_row(sql, take, values...);
    if (!read) return read.error();
    return found;
  }

 public:
  explicit SqliteReader(std::shared_ptr<ReaderPool> pool) : pool_(std::move(pool)) {}

  Found<Stock> find(const StockKey& key) override {
    return find_one<Stock>(std::string_view(key.sku), std::string_view(key.location));
  }
  Found<Price> find_price(std::string_view sku) override { return find_one<Price>(sku); }
  Found<Reservation> find_reservation(const Id& id) override { return find_one<Reservation>(id); }
  Found<Cart> find_cart(const Id& id) override { return find_one<Cart>(id); }
  Found<CartOwner> find_cart_owner(std::string_view owner) override { return find_one<CartOwner>(owner); }
  Found<Order> find_order(const Id& id) override { return find_one<Order>(id); }
  Found<Intent> find_intent(std::string_view key) override { return find_one<Intent>(key); }
  Found<Job> find_job(std::int64_t number) override { return find_one<Job>(number); }
  Found<StoredAnswer> find_answer(std::string_view key) override { return find_one<StoredAnswer>(key); }
  Found<WebhookEvent> find_webhook(std::string_view key) override { return find_one<WebhookEvent>(key); }
  Found<Meta> find_meta(std::string_view key) override { return find_one<Meta>(key); }

  Result<std::vector<Stock>> stock_of(std::string_view sku) override {
    static const std::string sql = select_sql(columns_of<Stock>(), "WHERE sku = $1 ORDER BY location");
    return list<Stock>(sql, sku);
  }
  Result<std::vector<std::shared_ptr<const Order>>> orders_of(std::string_view owner, const Id& before,
                                                              std::size_t limit) override {
    static const std::string sql = select_sql(columns_of<Order>(), "WHERE owner = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    return shared_list<Order>(sql, owner, before.is_null() ? kAfterEveryId : before, bounded(limit));
  }
  Result<std::vector<Event>> events_after(std::int64_t after, std::size_t limit) override {
    static const std::string sql = select_sql(columns_of<Event>(), "WHERE number > $1 ORDER BY number LIMIT $2");
    return list<Event>(sql, after, bounded(limit));
  }
  Result<std::vector<Event>> events_of(const Id& subject, std::size_t limit) override {
    static const std::string sql = select_sql(columns_of<Event>(), "WHERE subject = $1 ORDER BY number LIMIT $2");
    return list<Event>(sql, subject, bounded(limit));
  }
  Result<std::int64_t> first_event() override {
    static const std::string sql = "SELECT number FROM events ORDER BY number LIMIT 1";
    std::int64_t first = 1;
    const auto take = [&](const Statement& statement) -> Status {
      first = statement.integer(0);
      return {};
    };
    if (const Status read = for_each_row(sql, take); !read) return read.error();
    return first;
  }
  Result<std::vector<LedgerEntry>> ledger_of(std::string_view sku, std::int64_t after, std::size_t limit) override {
    static const std::string sql = select_sql(columns_of<LedgerEntry>(), "WHERE sku = $1 AND number > $2 ORDER BY number LIMIT $3");
    return list<LedgerEntry>(sql, sku, after, bounded(limit));
  }
  Result<std::vector<Job>> dead_jobs(std::string_view queue, std::size_t limit) override {
    static const std::string sql = select_sql(columns_of<Job>(), "WHERE state = 'dead' AND queue = $1 ORDER BY number LIMIT $2");
    return list<Job>(sql, queue, bounded(limit));
  }
  Result<std::vector<Id>> carts_due(EpochMillis now, std::size_t limit) override {
    static const std::string sql =
        "SELECT id FROM carts WHERE state = 'active' AND expires_at > 0 AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2";
    std::vector<Id> found;
    const auto take = [&](const Statement& statement) -> Status {
      const auto id = statement.id(0);
      if (!id) return Error(ErrorCode::data_corrupt, "A cart's id is not of 16 bytes.");
      found.push_back(*id);
      return {};
    };
    if (const Status read = for_each_row(sql, take, now, bounded(limit)); !read) return read.error();
    return found;
  }
  Result<std::vector<std::string>> answers_due(EpochMillis now, std::size_t limit) override {
    static const std::string sql = "SELECT answer_key FROM answers WHERE expires_at <= $1 ORDER BY expires_at, answer_key LIMIT $2";
    return text_list(sql, now, bounded(limit));
  }
  Result<std::vector<std::string>> webhooks_received_before(EpochMillis time, std::size_t limit) override {
    static const std::string sql = "SELECT event FROM webhooks WHERE received_at < $1 ORDER BY received_at, event LIMIT $2";
    return text_list(sql, time, bounded(limit));
  }
  Result<std::vector<std::shared_ptr<const WebhookEvent>>> parked_webhooks(std::size_t limit) override {
    static const std::string sql = select_sql(columns_of<WebhookEvent>(), "WHERE parked = 1 ORDER BY received_at, event LIMIT $1");
    return shared_list<WebhookEvent>(sql, bounded(limit));
  }

 private:
  std::shared_ptr<ReaderPool> pool_;
};

}  // namespace

std::shared_ptr<SnapshotReader> make_reader(std::shared_ptr<ReaderPool> pool) {
  return std::make_shared<SqliteReader>(std::move(pool));
}

}  // namespace aisle::shop::sqlite
