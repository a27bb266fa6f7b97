// GET /admin/fsck: are the books in order? Looks at a copy of the running shop's store, made for the purpose.
#include <fmt/format.h>

#include <atomic>
#include <system_error>

#include "carts_orders/fsck/check_store.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"

namespace aisle::server::shop_api {
namespace {

/// A file that goes away with its owner.
class ScratchFile {
 public:
  explicit ScratchFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~ScratchFile() {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path_.string() + suffix, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  const std::filesystem::path path_;
};

shop::Answer report_answer(const shop::FsckReport& report, std::int64_t took_ms) {
  return json_answer([&](JsonWriter& json) {
    json.begin_object().field("clean", report.clean()).field("violation_count", report.violation_count);
    json.key("violations").begin_array();
    for (const shop::Violation& violation : report.violations) {
      json.begin_object().field("invariant", violation.invariant).field("what", std::string_view(violation.sentence)).end_object();
    }
    json.end_array().key("looked_at").begin_object();
    json.field("stock", report.stock).field("reservations", report.reservations).field("carts", report.carts);
    json.field("orders", report.orders).field("jobs", report.jobs).field("dead_jobs", report.dead_jobs);
    json.field("events", report.events).field("ledger_entries", report.ledger_entries).end_object();
    json.field("took_ms", took_ms).end_object();
  });
}

}  // namespace

void check_store(const ShopContext& shop, Call call) {
  std::error_code failed;
  std::filesystem::create_directories(shop.backups, failed);
  const Stopwatch watch;
  static std::atomic<std::uint64_t> number = 0;
  const ScratchFile copy(shop.backups / fmt::format("fsck-{}.db", ++number));
  if (Status made = shop.shop.backup(copy.path(), [](std::uint64_t, std::uint64_t) {}); !made) {
    return call.answer(shop::problem(500, "backup-failed", made.error().message));
  }
  const auto report = shop::check_store(copy.path());
  if (!report) return call.answer(shop::problem(500, "fsck-failed", report.error().message));
  call.answer(report_answer(*report, watch.elapsed_us() / 1000));
}

}  // namespace aisle::server::shop_api
