// `aisle fsck`: proves a stopped shop's invariants, or a backup's.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "base/clock.hpp"
#include "carts_orders/fsck/check_store.hpp"
#include "server/cli/commands.hpp"

namespace aisle::server::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExamples =
    "Examples:\n"
    "  aisle fsck                               the shop in ./data, stopped\n"
    "  aisle fsck /var/lib/aisle\n"
    "  aisle fsck /backups/shop.db              a backup of a shop that runs\n"
    "\n"
    "Checks that no unit of stock and no money was lost or made, that nothing was sold twice, that every key had one\n"
    "effect, and that every open order has work that carries it on.\n"
    "Exits with 0 when all is well, 1 when something is not, 2 when the store cannot be read.\n";

constexpr int kExitClean = 0;
constexpr int kExitViolations = 1;
constexpr int kExitUnreadable = 2;

/// The shop's store in a data directory; any other path stands for itself: a store's directory or a backup.
fs::path store_at(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path / "shop", ignored) ? path / "shop" : path;
}

int explain(const Error& error, const fs::path& store) {
  fmt::print(stderr, "aisle fsck: {}\n", error.message);
  if (error.kind == "in_use") {
    fmt::print(stderr, "Stop the server on {} first, or have it make a backup (POST /_shop/v1/admin/backup) and check that: aisle fsck FILE\n", store.parent_path().string());
  }
  return kExitUnreadable;
}

void print_summary(const shop::FsckReport& report, double seconds) {
  fmt::print("{} stock records, {} ledger entries, {} reservations, {} carts, {} orders, {} events, {} jobs ({} dead): ", report.stock,
             report.ledger_entries, report.reservations, report.carts, report.orders, report.events, report.jobs, report.dead_jobs);
  if (report.clean()) {
    fmt::print("all invariants hold ({:.1f} s)\n", seconds);
  } else {
    fmt::print("{} violations ({:.1f} s)\n", report.violation_count, seconds);
  }
}

class FsckCommand final : public Command {
 public:
  void add_to(CLI::App& program) override {
    app_ = program.add_subcommand("fsck", "Check the shop's carts, stock and orders in a stopped data directory or a backup.");
    app_->add_option("path", path_, "a data directory, or a backup's file")->capture_default_str()->type_name("DATA_DIR");
    app_->footer(kExamples);
  }
  bool chosen() const override { return app_->parsed(); }
  int run() override {
    const Stopwatch watch;
    const fs::path store = store_at(path_);
    const auto report = shop::check_store(store);
    if (!report) return explain(report.error(), store);
    fmt::print("{}", to_string(*report));
    print_summary(*report, watch.elapsed_seconds());
    return report->clean() ? kExitClean : kExitViolations;
  }

 private:
  CLI::App* app_ = nullptr;
  std::string path_ = "data";
};

}  // namespace

std::unique_ptr<Command> fsck_command() { return std::make_unique<FsckCommand>(); }

}  // namespace aisle::server::cli
