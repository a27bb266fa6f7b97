// Whether PostgreSQL takes the store's SQL too: the tables, and every statement made from the lists of fields, prepared
// in a scratch schema. Needs psql and a server: AISLE_TEST_POSTGRES="host=/run/postgresql dbname=test".
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "carts_orders/records/change_set.hpp"
#include "carts_orders/store/record_sql.hpp"
#include "carts_orders/store/schema.hpp"
#include "tests/carts_orders/store/temporary_directory.hpp"

namespace aisle::shop {
namespace {

/// A script that prepares statements one after another.
class Script {
 public:
  explicit Script(std::string beginning) : text_(std::move(beginning)) {}
  void prepare(const std::string& sql) { text_ += "PREPARE s" + std::to_string(++count_) + " AS " + sql + ";\n"; }
  template <class... Records>
  void prepare_all(RecordList<Records...>) {
    (prepare_for<Records>(), ...);
  }
  template <class Record>
  void prepare_for() {
    const RecordColumns columns = columns_of<Record>();
    prepare(upsert_sql(columns));
    prepare(append_sql(columns));
    prepare(delete_sql(columns));
    prepare(find_sql(columns));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int count_ = 0;
};

TEST(Schema, IsTakenByPostgresToo) {
  const char* server = std::getenv("AISLE_TEST_POSTGRES");
  if (server == nullptr) GTEST_SKIP() << "set AISLE_TEST_POSTGRES to a server's connection string to check the SQL there";
  Script script("BEGIN; CREATE SCHEMA aisle_scratch; SET search_path = aisle_scratch;\n" + schema_sql(kPostgresDialect));
  script.prepare_all(AllRecords());
  script.prepare_for<Event>();
  script.prepare_for<LedgerEntry>();
  const TemporaryDirectory directory;
  const auto file = directory.path() / "statements.sql";
  std::ofstream(file) << script.text() << "ROLLBACK;\n";
  const std::string command = "psql -q -v ON_ERROR_STOP=1 -d '" + std::string(server) + "' -f " + file.string();
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace aisle::shop
