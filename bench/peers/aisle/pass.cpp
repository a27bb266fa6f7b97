#include "bench/peers/aisle/pass.hpp"

#include <time.h>

#include <atomic>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "bench/load/answer_checksum.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::bench {
namespace {

double now_us(PassClock clock) {
  timespec now = {};
  ::clock_gettime(clock == PassClock::wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

struct Worker {
  PassResult result;
  std::optional<Error> error;
};

void work(const engine::SearchTarget& target, const std::vector<Question>& questions, std::atomic<std::size_t>& next,
          PassClock clock, Worker& self) {
  for (std::size_t i = next++; i < questions.size(); i = next++) {
    const double begin = now_us(clock);
    auto response = engine::search({target}, questions[i].request);
    const double end = now_us(clock);
    if (!response) {
      self.error = std::move(response).error();
      return;
    }
    self.result.latencies.add(end - begin);
    self.result.checksum += checksum_of(*response);
  }
}

}  // namespace

Result<PassResult> run_pass(const engine::SearchTarget& target, const std::vector<Question>& questions, unsigned threads,
                            PassClock clock) {
  std::atomic<std::size_t> next = 0;
  std::vector<Worker> workers(threads);
  const Stopwatch watch;
  {
    std::vector<std::jthread> running;
    for (std::size_t i = 1; i < workers.size(); ++i) {
      running.emplace_back([&, i] { work(target, questions, next, clock, workers[i]); });
    }
    work(target, questions, next, clock, workers[0]);
  }
  PassResult all;
  all.seconds = watch.elapsed_seconds();
  for (Worker& worker : workers) {
    if (worker.error) return std::move(*worker.error);
    all.latencies.merge(worker.result.latencies);
    all.checksum += worker.result.checksum;
  }
  return all;
}

}  // namespace aisle::bench
