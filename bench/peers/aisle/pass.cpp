#include "bench/peers/aisle/pass.hpp"

#include <time.h>

#include <atomic>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "bench/load/answer_checksum.hpp"
#include "engine/query/searcher.hpp"
#include "engine/suggest/completion.hpp"

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

std::uint64_t options_checksum(const engine::SearchTarget& target, const std::vector<engine::CompletionOption>& options) {
  std::uint64_t sum = options.size();
  for (const engine::CompletionOption& option : options) {
    sum = mix64(sum ^ hash64(target.snapshot->segments()[option.segment].segment->doc_id(option.doc)));
  }
  return sum;
}

/// Counts the time of `ask`, whose answer it returns.
template <typename Ask>
auto timed(PassClock clock, Latencies& latencies, const Ask& ask) {
  const double begin = now_us(clock);
  auto answer = ask();
  latencies.add(now_us(clock) - begin);
  return answer;
}

Status ask(const engine::SearchTarget& target, const Question& question, PassClock clock, PassResult& result) {
  if (question.completion) {
    const auto options =
        timed(clock, result.latencies, [&] { return engine::complete({&target, 1}, *question.completion); });
    if (!options) return options.error();
    result.checksum += options_checksum(target, *options);
    return {};
  }
  const auto response = timed(clock, result.latencies, [&] { return engine::search({target}, question.request); });
  if (!response) return response.error();
  result.checksum += checksum_of(*response);
  return {};
}

void work(const engine::SearchTarget& target, const std::vector<Question>& questions, std::atomic<std::size_t>& next,
          PassClock clock, Worker& self) {
  for (std::size_t i = next++; i < questions.size(); i = next++) {
    if (Status status = ask(target, questions[i], clock, self.result); !status) {
      self.error = std::move(status).error();
      return;
    }
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
