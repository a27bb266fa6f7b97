// aisle_simulate: runs seeds until one fails, or none does.
//
//   aisle_simulate --seeds 20000 --from 1 --threads 2     throughput, coverage, the seeds that failed
//   aisle_simulate --seed 4711 --trace                    one run, step by step
//   aisle_simulate --plant refund_not_idempotent          must fail
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "carts_orders/testing/simulation/simulation.hpp"

namespace {

using aisle::shop::simulation::Coverage;
using aisle::shop::simulation::PlantedBug;
using aisle::shop::simulation::SimulationOutcome;
using aisle::shop::simulation::simulate;

struct Options {
  std::uint64_t seeds = 1000;
  std::uint64_t from = 1;
  std::uint64_t seed = 0;
  unsigned threads = 1;
  std::size_t most_failures = 10;
  bool trace = false;
  bool coverage = false;
  std::string plant = "none";
  PlantedBug bug = PlantedBug::none;
};

void print_failure(std::uint64_t seed, const SimulationOutcome& outcome) {
  fmt::print("seed {} failed:\n", seed);
  for (const std::string& finding : outcome.findings) fmt::print("  {}\n", finding);
}

/// What many seeds come to.
struct Sum {
  aisle::Mutex mutex;
  Coverage coverage AISLE_GUARDED_BY(mutex);
  std::uint64_t hash AISLE_GUARDED_BY(mutex) = 0;
  std::uint64_t steps AISLE_GUARDED_BY(mutex) = 0;
  std::uint64_t orders AISLE_GUARDED_BY(mutex) = 0;
  std::uint64_t lives AISLE_GUARDED_BY(mutex) = 0;
  std::atomic<std::size_t> failures = 0;
  std::atomic<std::uint64_t> done = 0;

  void add(std::uint64_t seed, const SimulationOutcome& outcome) {
    aisle::MutexLock lock(mutex);
    coverage.add(outcome.coverage);
    hash ^= outcome.hash;
    steps += outcome.steps;
    orders += outcome.orders;
    lives += outcome.lives;
    ++done;
    if (outcome.findings.empty()) return;
    ++failures;
    print_failure(seed, outcome);
  }
};

void run_some(const Options& options, std::atomic<std::uint64_t>& next, Sum& sum) {
  for (std::uint64_t seed = next++; seed < options.from + options.seeds; seed = next++) {
    if (sum.failures >= options.most_failures) return;
    sum.add(seed, simulate({.seed = seed, .bug = options.bug}));
  }
}

int run_many(const Options& options) {
  Sum sum;
  std::atomic<std::uint64_t> next = options.from;
  const aisle::Stopwatch watch;
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < options.threads; ++i) threads.emplace_back([&] { run_some(options, next, sum); });
  run_some(options, next, sum);
  for (std::thread& thread : threads) thread.join();

  aisle::MutexLock lock(sum.mutex);
  const double seconds = watch.elapsed_seconds();
  const auto done = static_cast<double>(sum.done);
  fmt::print("{} seeds from {} in {:.1f} s: {:.2f} ms a seed, {:.0f} seeds/s\n", sum.done.load(), options.from, seconds,
             seconds * 1000 / done, done / seconds);
  fmt::print("{} orders, {} lives of the process, {} steps, hash {:016x}\n", sum.orders, sum.lives, sum.steps, sum.hash);
  fmt::print("transitions of an order: {} of {}\n", sum.coverage.visited(), Coverage::possible());
  if (options.coverage) fmt::print("{}", sum.coverage.report());
  fmt::print("failures: {}\n", sum.failures.load());
  return sum.failures == 0 ? 0 : 1;
}

int run_one(const Options& options) {
  const SimulationOutcome outcome = simulate({.seed = options.seed, .bug = options.bug, .trace = options.trace ? stdout : nullptr});
  fmt::print("seed {}: {} steps, {} orders, {} lives, hash {:016x}\n", options.seed, outcome.steps, outcome.orders, outcome.lives, outcome.hash);
  if (!outcome.findings.empty()) print_failure(options.seed, outcome);
  return outcome.findings.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Simulates a shop on bad days, from seeds");
  app.add_option("--seeds", options.seeds, "how many");
  app.add_option("--from", options.from, "the first");
  app.add_option("--threads", options.threads)->check(CLI::Range(1u, 256u));
  app.add_option("--seed", options.seed, "only this one");
  app.add_option("--most-failures", options.most_failures, "stop after so many");
  app.add_flag("--trace", options.trace, "every step of --seed");
  app.add_flag("--coverage", options.coverage, "what happened to orders, and how often");
  app.add_option("--plant", options.plant, "a planted bug");
  CLI11_PARSE(app, argc, argv);
  if (options.plant != "none") {
    const auto bug = aisle::shop::simulation::find_planted_bug(options.plant);
    if (!bug) return fmt::print(stderr, "no such bug: {}\n", options.plant), 2;
    options.bug = *bug;
  }
  return options.seed != 0 ? run_one(options) : run_many(options);
}
