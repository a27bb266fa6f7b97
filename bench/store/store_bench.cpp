// Which store commits orders faster, and how steadily: SQLite or RocksDB behind the same interface?
//
// Each run commits batches of N orders (order_changes.hpp: 12 rows each, seed 1) one after another into a fresh
// directory for some seconds, every commit synced to the device. Runs take turns (A B A B). Making the change sets is not
// counted. Printed: orders and rows a second of commit time, the time of a commit (p50, p99, longest), the processor time
// an order takes (all threads, while committing; tells more than the others on a machine that is shared), and the bytes
// on disk for an order. That both stores answer alike is tested (tests/bench).
//
//   store_bench --directory /var/tmp --seconds 5 --rounds 2 --preload 0 --batches 1 8 64 256
//
// --preload fills the store with so many delivered orders first, and then also times opening and loading it.

#include <fmt/format.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bench/store/order_changes.hpp"
#include "carts_orders/store/sqlite_store.hpp"
#ifdef AISLE_HAS_ROCKSDB
#include "bench/store/rocks_store.hpp"
#endif

namespace aisle::bench {
namespace {

namespace fs = std::filesystem;
using shop::Store;

struct Options {
  fs::path directory = fs::temp_directory_path();
  double seconds = 5;
  int rounds = 2;
  std::size_t preload = 0;
  std::vector<std::size_t> batches = {1, 8, 64, 256};
  std::vector<std::string> stores;  ///< empty: all
};

struct Contender {
  std::string name;
  std::function<Result<std::unique_ptr<Store>>(const fs::path&)> open;
};

template <class Opened>
Result<std::unique_ptr<Store>> as_store(Result<std::unique_ptr<Opened>> opened) {
  if (!opened) return std::move(opened).error();
  return std::unique_ptr<Store>(*std::move(opened));
}

std::vector<Contender> contenders() {
  std::vector<Contender> all = {{"sqlite", [](const fs::path& path) { return as_store(shop::SqliteStore::open(path)); }}};
#ifdef AISLE_HAS_ROCKSDB
  all.push_back({"rocksdb", [](const fs::path& path) { return as_store(RocksStore::open(path)); }});
#endif
  return all;
}

void must(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message);
}

std::unique_ptr<Store> opened(const Contender& contender, const fs::path& path) {
  auto store = contender.open(path);
  if (!store) throw std::runtime_error(store.error().message);
  return *std::move(store);
}

void commit(Store& store, const shop::ChangeSet& changes) {
  must(store.begin_batch());
  must(store.apply(changes));
  must(store.commit_durable());
}

std::uintmax_t bytes_in(const fs::path& directory) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

/// Of all threads of this process.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Run {
  std::vector<double> milliseconds;  ///< of each commit
  double seconds = 0;
  double processor_seconds = 0;
  std::size_t orders = 0;
  std::uintmax_t bytes = 0;
};

double percentile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

Run measure(Store& store, OrderChanges& work, std::size_t batch, double seconds) {
  Run run;
  while (run.seconds < seconds) {
    const shop::ChangeSet changes = work.batch(batch);
    const double processor_before = processor_seconds();
    const Stopwatch watch;
    commit(store, changes);
    const double took = watch.elapsed_seconds();
    run.processor_seconds += processor_seconds() - processor_before;
    run.milliseconds.push_back(took * 1e3);
    run.seconds += took;
    run.orders += batch;
  }
  return run;
}

void preload(Store& store, OrderChanges& work, std::size_t orders) {
  for (std::size_t at = 0; at < orders; at += 1000) commit(store, work.finished_batch(1000));
}

void time_opening(const Contender& contender, const fs::path& path) {
  const Stopwatch watch;
  const auto store = opened(contender, path);
  std::size_t records = 0;
  const auto count = [&](const auto&) { ++records; };
  const auto loaded = store->load({count, count, count, count, count});
  if (!loaded) throw std::runtime_error(loaded.error().message);
  fmt::print("{:<8} opened and loaded {} resident records in {:.2f} s\n", contender.name, records, watch.elapsed_seconds());
}

void print(const Contender& contender, std::size_t batch, const Run& run) {
  const double orders = static_cast<double>(run.orders);
  fmt::print("{:<8} {:>5} {:>10.0f} {:>10.0f} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.1f} {:>9.0f}\n", contender.name, batch, orders / run.seconds,
             orders * OrderChanges::kRowsPerOrder / run.seconds, percentile(run.milliseconds, 0.5), percentile(run.milliseconds, 0.99),
             percentile(run.milliseconds, 1.0), run.processor_seconds * 1e6 / orders, static_cast<double>(run.bytes) / orders);
  std::fflush(stdout);
}

void run_once(const Contender& contender, std::size_t batch, const Options& options) {
  const fs::path path = options.directory / "aisle-store-bench";
  fs::remove_all(path);
  Run run;
  {
    const auto store = opened(contender, path);
    OrderChanges work(1);
    preload(*store, work, options.preload);
    run = measure(*store, work, batch, options.seconds);
    run.bytes = bytes_in(path);
    run.bytes = static_cast<std::uintmax_t>(static_cast<double>(run.bytes) * static_cast<double>(run.orders) / static_cast<double>(run.orders + options.preload));
  }
  print(contender, batch, run);
  if (options.preload > 0) time_opening(contender, path);
  fs::remove_all(path);
}

std::vector<Contender> chosen(const Options& options) {
  std::vector<Contender> all = contenders();
  if (options.stores.empty()) return all;
  std::erase_if(all, [&](const Contender& contender) { return std::ranges::find(options.stores, contender.name) == options.stores.end(); });
  return all;
}

void run_all(const Options& options) {
  fmt::print("{:<8} {:>5} {:>10} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "store", "batch", "orders/s", "rows/s", "p50 ms", "p99 ms", "max ms", "cpu us", "B/order");
  for (const std::size_t batch : options.batches) {
    for (int round = 0; round < options.rounds; ++round) {
      for (const Contender& contender : chosen(options)) run_once(contender, batch, options);
    }
  }
}

int main_of(int argc, char** argv) {
  CLI::App app("Commits orders into the shop's stores and compares them.");
  Options options;
  app.add_option("--directory", options.directory, "where stores are made and removed; a real disk")->capture_default_str();
  app.add_option("--seconds", options.seconds, "of committing in each run")->capture_default_str();
  app.add_option("--rounds", options.rounds, "runs of each store for each size of batch")->capture_default_str();
  app.add_option("--preload", options.preload, "orders in the store before")->capture_default_str();
  app.add_option("--batches", options.batches, "orders in a commit")->capture_default_str();
  app.add_option("--stores", options.stores, "sqlite, rocksdb; all when not given");
  CLI11_PARSE(app, argc, argv);
  try {
    run_all(options);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "store_bench: {}\n", failure.what());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace aisle::bench

int main(int argc, char** argv) { return aisle::bench::main_of(argc, argv); }
