// How many orders can the shop promise a second, and how soon?
//
//   aisle_shop_bench sagas --orders 100000            full sagas, closed loop, spread over SKUs (--skus 1: one hot SKU)
//   aisle_shop_bench reserve --reservations 200000    reservations of one hot SKU
//   aisle_shop_bench accept --rate 1667 --seconds 60  checkouts, open loop, while searches run in this process
//   aisle_shop_bench restart --orders 1000000         how soon a shop with that many orders is open again
//
// Everything is durable as in the server: SQLite, WAL, synchronous=FULL, group commit. Latency counts from submitting,
// in open loop from the moment a checkout was due.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "bench/load/catalog_index.hpp"
#include "bench/load/query_rows.hpp"
#include "bench/shop/open_shop.hpp"
#include "bench/shop/saga.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  ShopBenchOptions shop;
  std::uint64_t orders = 100'000;
  std::uint64_t lines = 2;
  std::uint64_t concurrency = 512;
  std::uint64_t reservations = 200'000;
  double rate = 1667;
  double seconds = 60;
  std::uint64_t search_products = 100'000;
};

int fail(std::string_view message) {
  fmt::print(stderr, "aisle_shop_bench: {}\n", message);
  return 1;
}

void print_latencies(std::string_view name, const Latencies& us) {
  fmt::print("{:<22}{:>10}{:>10.2f}{:>10.2f}{:>10.2f}{:>10.2f}{:>10.2f}\n", name, us.count(), us.mean() / 1e3,
             us.percentile(0.5) / 1e3, us.percentile(0.99) / 1e3, us.percentile(0.999) / 1e3, us.max() / 1e3);
}

void print_header() {
  fmt::print("{:<22}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "", "count", "mean ms", "p50 ms", "p99 ms", "p99.9 ms", "max ms");
}

/// Lets at most `limit` things be under way, and waits for all of them.
class Gate {
 public:
  explicit Gate(std::uint64_t limit) : limit_(limit) {}
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ < limit_; });
    ++inside_;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --inside_;
    changed_.notify_all();
  }
  void wait_until_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  const std::uint64_t limit_;
  std::uint64_t inside_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
};

Basket basket_of(const Options& options, std::uint64_t number) {
  Basket basket{.shopper = fmt::format("shopper-{}", number), .skus = {}};
  const std::uint64_t lines = std::min(options.lines, options.shop.skus);
  for (std::uint64_t line = 0; line < lines; ++line) {
    basket.skus.push_back(sku_name((number * 7919 + line * 104'729) % options.shop.skus));
  }
  if (lines == 2 && basket.skus[0] == basket.skus[1]) basket.skus.pop_back();
  return basket;
}

/// Carts are filled before the clock starts.
std::vector<shop::Id> fill_carts(const Options& options, BenchShop& shop, const shop::CatalogPort& catalog) {
  std::vector<shop::Id> carts(options.orders);
  Gate gate(options.concurrency);
  for (std::uint64_t i = 0; i < options.orders; ++i) {
    gate.enter();
    fill_cart(shop.shop(), catalog, basket_of(options, i), [&carts, &gate, i](shop::Id cart, const std::string& failed) {
      if (!failed.empty()) fmt::print(stderr, "cart {}: {}\n", i, failed);
      carts[i] = cart;
      gate.leave();
    });
  }
  gate.wait_until_empty();
  return carts;
}

struct SagaReport {
  Latencies accept;
  Latencies whole;
  std::uint64_t failed = 0;
  std::string first_failure;
  void add(const SagaTimes& times) {
    if (!times.failed.empty()) {
      if (failed++ == 0) first_failure = times.failed;
      return;
    }
    accept.add(times.accept);
    whole.add(times.whole);
  }
};

int run_sagas(const Options& options) {
  NumberedCatalog catalog(options.shop.stock_each);
  auto bench = BenchShop::open(options.shop, catalog);
  if (!bench) return fail(bench.error().message);
  std::atomic<bool> stop = false;
  std::thread settler([&] { settle_jobs((*bench)->shop(), stop); });
  const std::vector<shop::Id> carts = fill_carts(options, **bench, catalog);
  SagaReport report;  // written on the writer's thread
  Gate gate(options.concurrency);
  const Stopwatch watch;
  for (std::uint64_t i = 0; i < options.orders; ++i) {
    gate.enter();
    run_saga((*bench)->shop(), catalog, basket_of(options, i), carts[i], [&report, &gate](const SagaTimes& times) {
      report.add(times);
      gate.leave();
    });
  }
  gate.wait_until_empty();
  const double seconds = watch.elapsed_seconds();
  stop = true;
  settler.join();
  fmt::print("{} sagas of {} lines over {} SKUs, {} under way: {:.1f} s, {:.0f} sagas/s, {} failed {}\n\n", options.orders,
             options.lines, options.shop.skus, options.concurrency, seconds,
             static_cast<double>(options.orders) / seconds, report.failed, report.first_failure);
  print_header();
  print_latencies("checkout accepted", report.accept);
  print_latencies("confirmed", report.whole);
  return report.failed == 0 ? 0 : 1;
}

int run_reserve(const Options& options) {
  NumberedCatalog catalog(options.shop.stock_each);
  auto bench = BenchShop::open(options.shop, catalog);
  if (!bench) return fail(bench.error().message);
  Gate gate(options.concurrency);
  Latencies latencies;  // written on the writer's thread
  std::uint64_t failed = 0;
  const Stopwatch watch;
  for (std::uint64_t i = 0; i < options.reservations; ++i) {
    gate.enter();
    shop::Reserve reserve{.lines = {{.stock = {.sku = sku_name(0)}, .quantity = 1}}, .owner = "bench"};
    shop::Request request{.principal = {.kind = shop::Principal::Kind::service, .subject = "bench", .roles = shop::Role::inventory},
                          .command = shop::InventoryCommand{std::move(reserve)},
                          .idempotency = shop::IdempotencyKey{fmt::format("reserve-{}", i), "fingerprint"},
                          .products = {catalog.look_up(sku_name(0))}};
    (*bench)->shop().submit(std::move(request), [&, started = Clock::now()](const shop::Answer& answer) {
      latencies.add(std::chrono::duration<double, std::micro>(Clock::now() - started).count());
      if (answer.failed()) ++failed;
      gate.leave();
    });
  }
  gate.wait_until_empty();
  const double seconds = watch.elapsed_seconds();
  fmt::print("{} reservations of one SKU, {} under way: {:.1f} s, {:.0f} reservations/s, {} failed\n\n", options.reservations,
             options.concurrency, seconds, static_cast<double>(options.reservations) / seconds, failed);
  print_header();
  print_latencies("reserved", latencies);
  return failed == 0 ? 0 : 1;
}

/// Storefront queries, one after another on one thread, until told to stop.
class SearchLoad {
 public:
  static Result<std::unique_ptr<SearchLoad>> start(std::uint64_t products) {
    auto catalog = CatalogIndex::load({.products = products});
    if (!catalog) return std::move(catalog).error();
    auto rows = make_rows((*catalog)->catalog(), products, 2, 4'000);
    if (!rows) return std::move(rows).error();
    return std::unique_ptr<SearchLoad>(new SearchLoad(*std::move(catalog), *std::move(rows)));
  }
  ~SearchLoad() { stop(); }
  void stop() {
    stopped_ = true;
    if (thread_.joinable()) thread_.join();
  }
  const Latencies& latencies() const { return latencies_; }

 private:
  SearchLoad(std::unique_ptr<CatalogIndex> catalog, std::vector<QueryRow> rows)
      : catalog_(std::move(catalog)), rows_(std::move(rows)), thread_([this] { work(); }) {}
  void work() {
    for (std::size_t i = 0; !stopped_; ++i) {
      const QueryRow& row = rows_[0];
      const auto begin = Clock::now();
      static_cast<void>(engine::search({catalog_->target()}, row.requests[i % row.requests.size()]));
      latencies_.add(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
  }
  std::unique_ptr<CatalogIndex> catalog_;
  std::vector<QueryRow> rows_;
  Latencies latencies_;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

int run_accept(Options options) {
  options.orders = static_cast<std::uint64_t>(options.rate * options.seconds);
  NumberedCatalog catalog(options.shop.stock_each);
  auto bench = BenchShop::open(options.shop, catalog);
  if (!bench) return fail(bench.error().message);
  std::atomic<bool> stop = false;
  std::thread settler([&] { settle_jobs((*bench)->shop(), stop); });
  const std::vector<shop::Id> carts = fill_carts(options, **bench, catalog);
  auto searches = SearchLoad::start(options.search_products);
  if (!searches) return fail(searches.error().message);
  SagaReport report;
  Gate gate(1'000'000);
  const auto start = Clock::now();
  double worst_lateness = 0;
  for (std::uint64_t i = 0; i < options.orders; ++i) {
    const auto due = start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(static_cast<double>(i) / options.rate));
    std::this_thread::sleep_until(due);
    const double late = std::chrono::duration<double, std::micro>(Clock::now() - due).count();
    worst_lateness = std::max(worst_lateness, late);
    gate.enter();
    run_saga((*bench)->shop(), catalog, basket_of(options, i), carts[i], [&report, &gate, late](SagaTimes times) {
      times.accept += late;
      times.whole += late;
      report.add(times);
      gate.leave();
    });
  }
  gate.wait_until_empty();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  (*searches)->stop();
  stop = true;
  settler.join();
  fmt::print("{} checkouts at {:.0f}/s over {:.1f} s, each carried to its confirmation, {} failed {}; the driver was late by at "
             "most {:.1f} ms; {} searches over {} products meanwhile\n\n",
             options.orders, options.rate, seconds, report.failed, report.first_failure, worst_lateness / 1e3,
             (*searches)->latencies().count(), options.search_products);
  print_header();
  print_latencies("checkout accepted", report.accept);
  print_latencies("confirmed", report.whole);
  print_latencies("search", (*searches)->latencies());
  return report.failed == 0 ? 0 : 1;
}

int run_restart(const Options& options) {
  if (const int made = run_sagas(options); made != 0) return made;
  NumberedCatalog catalog(options.shop.stock_each);
  auto bench = BenchShop::open(options.shop, catalog);
  if (!bench) return fail(bench.error().message);
  fmt::print("\nopen again with {} orders: {:.2f} s\n", options.orders, (*bench)->open_seconds());
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("Orders a second, durable, in this process.");
  app.require_subcommand(1);
  Options options;
  std::string directory = "bench-shop-data";
  app.add_option("--directory", directory, "made, used, and removed at the end")->capture_default_str();
  app.add_option("--skus", options.shop.skus)->capture_default_str();
  app.add_option("--orders", options.orders)->capture_default_str();
  app.add_option("--lines", options.lines, "per order")->capture_default_str();
  app.add_option("--concurrency", options.concurrency, "sagas under way at once")->capture_default_str();
  app.add_option("--reservations", options.reservations)->capture_default_str();
  app.add_option("--rate", options.rate, "checkouts a second, open loop")->capture_default_str();
  app.add_option("--seconds", options.seconds)->capture_default_str();
  app.add_option("--search-products", options.search_products)->capture_default_str();
  app.fallthrough();
  CLI::App* sagas = app.add_subcommand("sagas", "full sagas, closed loop");
  CLI::App* reserve = app.add_subcommand("reserve", "reservations of one hot SKU");
  CLI::App* accept = app.add_subcommand("accept", "checkouts at a rate, while searches run");
  app.add_subcommand("restart", "make orders, close, open again");
  CLI11_PARSE(app, argc, argv);
  options.shop.directory = directory;
  if (std::filesystem::exists(directory)) return fail(directory + " exists; name another --directory or remove it");
  std::filesystem::create_directories(directory);
  int code = 0;
  if (sagas->parsed()) {
    code = run_sagas(options);
  } else if (reserve->parsed()) {
    code = run_reserve(options);
  } else if (accept->parsed()) {
    code = run_accept(options);
  } else {
    code = run_restart(options);
  }
  std::filesystem::remove_all(directory);
  return code;
}

}  // namespace
}  // namespace aisle::bench

int main(int argc, char** argv) { return aisle::bench::run(argc, argv); }
