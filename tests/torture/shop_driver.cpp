// A shop in a process of its own, to be killed, starved and lied to.
//
//   shop_driver run --directory D --run N --clients 16        errands until killed (or --asks were answered by each client)
//   shop_driver check --directory D --run N --log FILE        every promise in FILE, which is the output of earlier runs
//   shop_driver expire --directory D --holds 10000            leases that end within one second
//   shop_driver clocks --directory D                          the machine's clock is set
//
// Everything that a client asks and is answered is a line on standard output, written before the client knows of it:
//   ready <ms> | ask <key> <words> | ack <key> <status> <hash> <id> <ns> | later <key> <status> | stopped <why>
//   broken <sentence>, kept <promises> <resolved>               what `check` found
//   point <visits> <name>                                       with --list-points, at the end
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>
#include <vector>

#include "carts_orders/fsck/check_store.hpp"
#include "tests/torture/check.hpp"
#include "tests/torture/clock_jumps.hpp"
#include "tests/torture/expiry_storm.hpp"
#include "tests/torture/failing_memory.hpp"
#include "tests/torture/outside_world.hpp"
#include "tests/torture/shopper.hpp"

namespace aisle::torture {
namespace {

struct DriverOptions {
  TortureOptions torture;
  std::uint64_t seed = 1;
  std::int64_t run = 1;
  std::int64_t clients = 16;
  std::int64_t asks = 1'000'000'000;
  std::string log;
  int settle_seconds = 0;
  bool list_points = false;
  std::int64_t fail_allocation = 0;
  ExpiryStormOptions storm;
};

/// Set by SIGTERM.
std::atomic<bool> told_to_stop = false;

void list_points(const KillPoints& points) {
  for (const auto& [name, visits] : points.visits()) log_line(fmt::format("point {} {}", visits, name));
}

/// Reads stock without a pause: what is read must be readable, and never less than nothing.
void keep_reading(TortureShop& torture, const std::atomic<bool>& stop) {
  std::uint64_t reads = 0;
  while (!stop) {
    for (std::int64_t i = 0; i < torture.options().skus; ++i) {
      const auto stock = torture.shop().reader().stock({.sku = sku_name(i)});
      const auto events = torture.shop().reader().store().ledger_of(sku_name(i), 0, 3);
      if (!stock || !events) log_line("read-failed " + (stock ? events.error() : stock.error()).message);
      if (stock && *stock && (*stock)->available() < 0) log_line("oversold " + sku_name(i));
    }
    if (++reads % 16 == 0) log_line(fmt::format("reads {}", reads));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

int run_errands(const DriverOptions& options) {
  const auto torture = TortureShop::open(options.torture);
  if (!torture) return 1;
  fail_allocation(options.fail_allocation);
  {
    const OutsideWorld world(*torture);
    std::atomic<bool> read_no_more = false;
    std::thread reader([&] { keep_reading(*torture, read_no_more); });
    std::vector<std::thread> clients;
    for (std::int64_t i = 0; i < options.clients; ++i) {
      clients.emplace_back([&, i] { Shopper(*torture, {options.seed, options.run, i}).work(options.asks, told_to_stop); });
    }
    for (std::thread& client : clients) client.join();
    read_no_more = true;
    reader.join();
  }
  torture->shop().close();
  if (options.list_points) list_points(torture->points());
  return 0;
}

int report_on(const CheckReport& report) {
  for (const std::string& sentence : report.broken) log_line("broken " + sentence);
  log_line(fmt::format("kept {} {}", report.kept, report.resolved));
  return report.broken.empty() ? 0 : 3;
}

int settle(TortureShop& torture, std::vector<Promise>& promises, int seconds) {
  std::vector<std::string> unsettled;
  {
    const OutsideWorld world(torture);
    unsettled = unsettled_orders(torture, promises, seconds);
  }
  for (const std::string& order : unsettled) log_line("broken order is still in between: " + order);
  const int kept = report_on(check_promises(torture, promises));
  return unsettled.empty() ? kept : 3;
}

int check_open_shop(const DriverOptions& options) {
  std::vector<Promise> promises = read_promises(options.log);
  const auto torture = TortureShop::open(options.torture);
  if (!torture) return 1;
  int result = report_on(check_promises(*torture, promises));
  if (result == 0 && options.settle_seconds > 0) result = settle(*torture, promises, options.settle_seconds);
  torture->shop().close();
  return result;
}

int check_closed_shop(const DriverOptions& options) {
  const auto report = shop::check_store(options.torture.directory);
  if (!report) {
    log_line("broken fsck: " + report.error().message);
    return 3;
  }
  for (const shop::Violation& violation : report->violations) {
    log_line(fmt::format("broken fsck: {}: {}", violation.invariant, violation.sentence));
  }
  return report->clean() ? 0 : 3;
}

int check(const DriverOptions& options) {
  const int open = check_open_shop(options);
  return open == 0 ? check_closed_shop(options) : open;
}

void add_options(CLI::App& app, DriverOptions& options) {
  app.add_option("--directory", options.torture.directory, "of the shop's store")->required();
  app.add_option("--run", options.run, "which process of this directory it is; makes keys unique")->capture_default_str();
  app.add_option("--seed", options.seed)->capture_default_str();
  app.add_option("--skus", options.torture.skus)->capture_default_str();
  app.add_option("--stock", options.torture.opening_stock, "of each SKU at first")->capture_default_str();
  app.add_option("--lease", options.torture.lease, "of reservations, in ms")->capture_default_str();
  app.add_option("--checkpoint-pages", options.torture.checkpoint_pages)->capture_default_str();
  app.add_option("--kill-at", options.torture.kill_at, "SIGKILL at this point");
  app.add_option("--kill-occurrence", options.torture.kill_occurrence, "at which visit of the point")->capture_default_str();
  app.add_option("--slow-commit", options.torture.store.slow_commit_ms, "planted slowness, in ms");
  app.add_flag("--answer-before-commit", options.torture.store.answer_before_commit, "a planted bug");
}

int run(int argc, char** argv) {
  CLI::App app("A shop in a process of its own, to be killed, starved and lied to.");
  app.require_subcommand(1);
  app.fallthrough();
  DriverOptions options;
  add_options(app, options);
  CLI::App* errands = app.add_subcommand("run", "do errands until killed");
  errands->add_option("--clients", options.clients)->capture_default_str();
  errands->add_option("--asks", options.asks, "per client");
  errands->add_flag("--list-points", options.list_points);
  errands->add_option("--fail-allocation", options.fail_allocation, "the number of the one that fails, once the shop is open");
  CLI::App* checking = app.add_subcommand("check", "look for every promise in a log");
  checking->add_option("--log", options.log)->required();
  checking->add_option("--settle", options.settle_seconds, "seconds in which every order must come to its end");
  CLI::App* storm = app.add_subcommand("expire", "leases that end within one second, while clients buy");
  storm->add_option("--holds", options.storm.holds)->capture_default_str();
  storm->add_option("--buyers", options.storm.clients)->capture_default_str();
  storm->add_option("--until", options.storm.until, "ms in which to make the holds")->capture_default_str();
  app.add_subcommand("clocks", "the machine's clock is set");
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGTERM, [](int) { told_to_stop = true; });
  if (errands->parsed()) return run_errands(options);
  if (checking->parsed()) return check(options);
  options.storm.seed = options.seed;
  return storm->parsed() ? run_expiry_storm(options.torture, options.storm) : run_clock_jumps(options.torture);
}

}  // namespace
}  // namespace aisle::torture

int main(int argc, char** argv) { return aisle::torture::run(argc, argv); }
