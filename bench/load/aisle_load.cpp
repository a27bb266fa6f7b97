// How long do a storefront's queries take?
//
//   aisle_load engine --products 1000000              in this process, one thread, no HTTP, no parsing, no fetching
//   aisle_load http --profile weekday --products N    against a running server that holds the generated catalog
//
// The catalog and the query log are generated from seeds. `engine` prints, for each row of queries, percentiles, the
// rate of one thread and a checksum of all totals and hits, so that a faster wrong answer shows. Every row is run twice:
// "cold" is the first pass, when no query of the row was seen before; the other columns are of the second, or with
// --passes of each query's least time over so many, which a busy machine disturbs less. `http` is open-loop: arrivals are fixed in advance, and latency counts from the moment a request was due.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "bench/load/answer_checksum.hpp"
#include "bench/load/catalog_index.hpp"
#include "bench/load/http_load.hpp"
#include "bench/load/query_rows.hpp"
#include "bench/load/search_bodies.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::bench {
namespace {

int fail(const Error& error) {
  fmt::print(stderr, "aisle_load: {}\n", error.message);
  return 1;
}

// ---------------------------------------------------------------- in process

struct EngineOptions {
  std::uint64_t products = 100'000;
  std::uint64_t seed = 1;
  std::uint64_t query_seed = 2;
  std::uint64_t queries = 4'000;
  unsigned threads = 2;
  bool merge = false;
  unsigned passes = 1;
  std::string data;
  std::vector<std::string> only;
};

struct RowResult {
  std::vector<double> micros;  ///< by query
  std::uint64_t checksum = 0;

  Latencies latencies() const {
    Latencies all;
    for (const double one : micros) all.add(one);
    return all;
  }
};

Result<RowResult> run_row(const CatalogIndex& catalog, const QueryRow& row) {
  RowResult result;
  for (const engine::SearchRequest& request : row.requests) {
    const auto begin = std::chrono::steady_clock::now();
    auto response = engine::search({catalog.target()}, request);
    const auto end = std::chrono::steady_clock::now();
    if (!response) return std::move(response).error();
    result.micros.push_back(std::chrono::duration<double, std::micro>(end - begin).count());
    result.checksum = mix64(result.checksum ^ checksum_of(*response));
  }
  return result;
}

/// Each query's least time of several passes: what others on the machine take shows in few of them.
Result<RowResult> run_passes(const CatalogIndex& catalog, const QueryRow& row, unsigned passes) {
  Result<RowResult> least = run_row(catalog, row);
  for (unsigned pass = 1; least && pass < passes; ++pass) {
    const Result<RowResult> again = run_row(catalog, row);
    if (!again) return again.error();
    for (std::size_t i = 0; i < again->micros.size(); ++i) {
      least->micros[i] = std::min(least->micros[i], again->micros[i]);
    }
  }
  return least;
}

void print_load(const EngineOptions& options, const CatalogIndex& catalog) {
  const engine::IndexStatistics statistics = catalog.index().statistics();
  const ResidentMemory memory = resident_memory();
  fmt::print("{} products, seed {}: loaded in {:.1f} s on {} threads ({:.0f} documents/s, {:.1f} us of CPU each)",
             options.products, options.seed, catalog.load_seconds(), options.threads,
             static_cast<double>(options.products) / catalog.load_seconds(),
             catalog.load_cpu_seconds() * 1e6 / static_cast<double>(options.products));
  if (options.merge) fmt::print(", merged in {:.1f} s", catalog.merge_seconds());
  fmt::print("\n{} segments, {:.0f} MB of index; resident {:.0f} MB, at most {:.0f} MB\n\n", statistics.segments,
             static_cast<double>(statistics.segment_bytes) / 1e6, static_cast<double>(memory.now) / 1e6,
             static_cast<double>(memory.peak) / 1e6);
}

int run_engine(const EngineOptions& options) {
  auto catalog = CatalogIndex::load(
      {.products = options.products, .seed = options.seed, .threads = options.threads, .directory = options.data});
  if (!catalog) return fail(catalog.error());
  if (options.merge) {
    if (Status status = (*catalog)->merge(); !status) return fail(status.error());
  }
  print_load(options, **catalog);
  auto rows = make_rows((*catalog)->catalog(), options.products, options.query_seed, options.queries);
  if (!rows) return fail(rows.error());
  fmt::print("{:<18}{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>12}  {}\n", "row", "queries", "cold p50", "cold p90",
             "mean us", "p50 us", "p90 us", "p99 us", "queries/s", "checksum");
  for (const QueryRow& row : *rows) {
    if (!options.only.empty() && std::ranges::find(options.only, row.name) == options.only.end()) continue;
    const auto cold = run_row(**catalog, row);
    if (!cold) return fail(cold.error());
    const auto result = run_passes(**catalog, row, options.passes);
    if (!result) return fail(result.error());
    const Latencies us = result->latencies();
    const Latencies first = cold->latencies();
    fmt::print("{:<18}{:>8}{:>10.1f}{:>10.1f}{:>10.1f}{:>10.1f}{:>10.1f}{:>10.1f}{:>12.0f}  {:016x}\n", row.name,
               us.count(), first.percentile(0.5), first.percentile(0.9), us.mean(),
               us.percentile(0.5), us.percentile(0.9), us.percentile(0.99),
               us.mean() > 0.0 ? 1e6 / us.mean() : 0.0, result->checksum);
    std::fflush(stdout);
  }
  return 0;
}

// ---------------------------------------------------------------- over HTTP

struct HttpOptions {
  HttpLoadOptions target;
  std::string profile = "weekday";
  std::string profiles_folder = "bench/load/profiles";
  double scale = 1.0;
  std::uint64_t products = 100'000;
  std::uint64_t seed = 1;
  std::uint64_t query_seed = 3;
  std::uint64_t distinct = 20'000;
};

std::filesystem::path profile_file(const HttpOptions& options) {
  const std::filesystem::path given = options.profile;
  if (given.extension() == ".toml") return given;
  return std::filesystem::path(options.profiles_folder) / (options.profile + ".toml");
}

void print_row(std::string_view name, const Latencies& us) {
  if (us.count() == 0) return;
  fmt::print("{:<14}{:>9}{:>10.2f}{:>10.2f}{:>10.2f}{:>10.2f}{:>10.2f}\n", name, us.count(), us.mean() / 1e3,
             us.percentile(0.5) / 1e3, us.percentile(0.9) / 1e3, us.percentile(0.99) / 1e3, us.max() / 1e3);
}

void print_report(const LoadProfile& profile, const HttpLoadReport& report) {
  fmt::print("{}: {} answered ({:.0f}/s), {} refused (429/503), {} failed, {:.1f} MB, {:.1f} s\n", profile.name,
             report.answered, static_cast<double>(report.answered) / report.seconds, report.rejected, report.failed,
             static_cast<double>(report.bytes) / 1e6, report.seconds);
  if (!report.first_failure.empty()) fmt::print("first failure: {}\n", report.first_failure);
  fmt::print("the driver itself was late by at most {:.1f} ms\n\n", report.worst_lateness_us / 1e3);
  fmt::print("{:<14}{:>9}{:>10}{:>10}{:>10}{:>10}{:>10}   (from the due time)\n", "", "answers", "mean ms", "p50 ms",
             "p90 ms", "p99 ms", "max ms");
  for (std::size_t i = 0; i < profile.phases.size(); ++i) print_row(profile.phases[i].name, report.by_phase[i]);
  fmt::print("\n");
  for (std::size_t i = 0; i < report.by_kind.size(); ++i) {
    print_row(to_string(static_cast<loaders::QueryKind>(i)), report.by_kind[i]);
  }
}

int run_http(const HttpOptions& options) {
  auto profile = read_profile(profile_file(options));
  if (!profile) return fail(profile.error());
  const loaders::CatalogGenerator catalog(options.seed);
  const loaders::QueryLog log(catalog, options.products, options.query_seed, profile->mix);
  std::vector<std::string> bodies;
  std::vector<std::uint32_t> kinds;
  for (const loaders::StorefrontQuery& query : log.queries(options.distinct)) {
    bodies.push_back(search_body(query));
    kinds.push_back(static_cast<std::uint32_t>(query.kind));
  }
  std::vector<PlannedRequest> plan;
  for (const Arrival& arrival : plan_arrivals(*profile, options.scale, options.query_seed)) {
    const std::size_t query = plan.size() % bodies.size();
    plan.push_back({arrival, kinds[query], &bodies[query]});
  }
  fmt::print(stderr, "{} requests planned over {:.0f} s\n", plan.size(), plan.empty() ? 0.0 : plan.back().arrival.due_seconds);
  auto report = run_http_load(options.target, plan, static_cast<std::uint32_t>(profile->phases.size()), 5);
  if (!report) return fail(report.error());
  print_report(*profile, *report);
  return report->failed == 0 ? 0 : 1;
}

int run(int argc, char** argv) {
  CLI::App app("Storefront load for Aisle, in process or over HTTP.");
  app.require_subcommand(1);
  EngineOptions engine;
  CLI::App* in_process = app.add_subcommand("engine", "load a generated catalog here and time its queries");
  in_process->add_option("--products", engine.products)->capture_default_str();
  in_process->add_option("--seed", engine.seed, "of the catalog")->capture_default_str();
  in_process->add_option("--query-seed", engine.query_seed)->capture_default_str();
  in_process->add_option("--queries", engine.queries, "length of the query log")->capture_default_str();
  in_process->add_option("--threads", engine.threads, "that load")->capture_default_str()->check(CLI::Range(1, 64));
  in_process->add_option("--only", engine.only, "rows to run; all of them without");
  in_process->add_option("--passes", engine.passes, "over a row; each query's least time counts")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  in_process->add_flag("--merge", engine.merge, "into one segment before the queries");
  in_process->add_option("--data", engine.data, "folder that keeps the loaded index for the next run; temporary without");
  HttpOptions over_http;
  CLI::App* remote = app.add_subcommand("http", "send a load profile to a running server on loopback");
  remote->add_option("--host", over_http.target.host)->capture_default_str();
  remote->add_option("--port", over_http.target.port)->capture_default_str();
  remote->add_option("--index", over_http.target.index)->capture_default_str();
  remote->add_option("--connections", over_http.target.connections)->capture_default_str()->check(CLI::Range(1, 4096));
  remote->add_option("--profile", over_http.profile, "weekday, black-friday, or a TOML file")->capture_default_str();
  remote->add_option("--profiles", over_http.profiles_folder, "where named profiles are")->capture_default_str();
  remote->add_option("--scale", over_http.scale, "multiplies every rate")->capture_default_str();
  remote->add_option("--products", over_http.products, "of the catalog that the server holds")->capture_default_str();
  remote->add_option("--seed", over_http.seed, "of that catalog")->capture_default_str();
  remote->add_option("--query-seed", over_http.query_seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return in_process->parsed() ? run_engine(engine) : run_http(over_http);
}

}  // namespace
}  // namespace aisle::bench

int main(int argc, char** argv) { return aisle::bench::run(argc, argv); }
