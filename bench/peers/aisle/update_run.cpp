#include "bench/peers/aisle/update_run.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "base/clock.hpp"
#include "base/json/json_document.hpp"
#include "bench/load/catalog_lines.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::bench {
namespace {

constexpr std::size_t kBatch = 100;  // as many changes as a shop's feed sends at once

Result<engine::WriteOperation> price_change(const ProductIndex& index, const std::string& line) {
  auto document = JsonDocument::parse(line);
  if (!document) return std::move(document).error();
  const auto price = document->root().find("price");
  const engine::Field* field = index.index().schema()->find("price");
  if (!price || field == nullptr) return Error(ErrorCode::invalid_argument, "a price is missing: " + line);
  engine::LiveUpdateOperation change{.id = line_id(line, 0), .values = {}, .condition = {}};
  change.values.emplace_back(field->id, price->as_double().value_or(0.0));
  return engine::WriteOperation(std::move(change));
}

Result<engine::WriteOperation> new_document(const ProductIndex& index, std::string line) {
  std::string id = line_id(line, 0);
  auto document = index.open_index().parse_document(std::move(id), std::move(line));
  if (!document) return std::move(document).error();
  return engine::WriteOperation(engine::IndexOperation{std::move(*document), false, {}});
}

/// Applies every line of the file; how many there were.
Result<std::uint64_t> write_all(const ProductIndex& index, const UpdateOptions& options) {
  CatalogLines file(options.updates);
  if (!file.is_open()) return Error(ErrorCode::unavailable, "cannot read " + options.updates.string());
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t written = 0;
  for (auto lines = file.take(kBatch); !lines.empty(); lines = file.take(kBatch)) {
    if (options.rate > 0.0) {
      std::this_thread::sleep_until(begin + std::chrono::duration<double>(static_cast<double>(written) / options.rate));
    }
    std::vector<engine::WriteOperation> operations;
    for (std::string& line : lines) {
      auto operation = options.prices_only ? price_change(index, line) : new_document(index, std::move(line));
      if (!operation) return std::move(operation).error();
      operations.push_back(std::move(*operation));
    }
    written += operations.size();
    const engine::WriteReport report = index.index().apply(std::move(operations));
    for (const auto& item : report.items) {
      if (!item) return item.error();
    }
  }
  return written;
}

void refresh_until(const std::stop_token& stop, const ProductIndex& index, std::int64_t interval_ms, Latencies& took) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  while (!woken.wait_for(lock, stop, std::chrono::milliseconds(interval_ms), [] { return false; })) {
    if (stop.stop_requested()) return;
    const Stopwatch watch;
    static_cast<void>(index.index().refresh());
    took.add(static_cast<double>(watch.elapsed_us()));
  }
}

}  // namespace

Result<UpdateReport> run_updates(ProductIndex& index, const UpdateOptions& options, const std::vector<Question>& questions) {
  UpdateReport report;
  std::optional<Result<std::uint64_t>> written;
  std::optional<Error> failure;
  std::atomic<bool> done = false;
  {
    const std::jthread refresher([&](const std::stop_token& stop) {
      refresh_until(stop, index, options.refresh_ms, report.refreshes);
    });
    const std::jthread writer([&] {
      const Stopwatch watch;
      written = write_all(index, options);
      report.seconds = watch.elapsed_seconds();
      done = true;
    });
    for (std::size_t i = 0; !done && !failure; i = (i + 1) % questions.size()) {
      const auto begin = std::chrono::steady_clock::now();
      const auto response = engine::search({index.target()}, questions[i].request);
      const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
      report.queries.add(took.count());
      if (!response) failure = response.error();
    }
  }
  if (failure) return std::move(*failure);
  if (!*written) return std::move(*written).error();
  report.updates = **written;
  return report;
}

}  // namespace aisle::bench
