// How many requests does a server answer, and how fast, when N clients each wait for their answer?
//
//   http_closed --port 9200 --method HEAD --path / --connections 8 --seconds 5
//   http_closed --port 9200 --method POST --path /p/_search --bodies facets.jsonl --connections 4 --seconds 10
//   http_closed --port 9200 --method POST --path /p/_search --bodies facets.jsonl --count 1000 --save answers.jsonl
//   http_closed --port 9200 --bulk catalog.ndjson --path /p/_bulk --batch 1000 --connections 2
//
// Prints one JSON object. `--count` sends so many requests in all and no more; `--save` writes the answers' bodies, one a
// line in the order of the requests.

#include <fmt/format.h>
#include <fmt/os.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>

#include "base/hash.hpp"
#include "base/json/json_writer.hpp"
#include "bench/peers/http/closed_loop.hpp"

namespace aisle::bench {
namespace {

struct Options {
  ClosedLoopOptions loop;
  RequestShape shape;
  std::string bodies_file;
  std::string save_file;
  std::string bulk_file;
  std::uint64_t count = 0;
  std::size_t batch = 1000;
};

/// The bodies that were answered, in the order of their requests; a checksum of the first answer to each.
class Answers {
 public:
  explicit Answers(bool keep) : keep_(keep) {}
  void add(std::uint64_t number, std::string_view body) {
    if (!keep_) return;
    if (kept_.size() <= number) kept_.resize(number + 1);
    kept_[number] = body;
    std::ranges::replace(kept_[number], '\n', ' ');
  }
  void save(const std::string& file) const {
    auto out = fmt::output_file(file);
    for (const std::string& body : kept_) out.print("{}\n", body);
  }

 private:
  const bool keep_;
  std::vector<std::string> kept_;
};

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::string as_json(const ClosedLoopReport& report, std::uint64_t documents) {
  std::string text;
  JsonWriter json(text);
  const Latencies& us = report.latencies;
  json.begin_object().field("count", std::uint64_t{us.count()}).field("answers_in_all", report.answers_in_all).field("seconds", report.seconds);
  json.field("qps", static_cast<double>(report.answers) / report.seconds);
  json.field("mean_us", us.mean()).field("p50_us", us.percentile(0.5)).field("p90_us", us.percentile(0.9));
  json.field("p99_us", us.percentile(0.99)).field("max_us", us.max());
  json.field("bytes", report.bytes).field("failed", report.failed).field("statuses", report.statuses);
  if (documents > 0) {
    json.field("documents", documents);
    json.field("documents_per_second", static_cast<double>(documents) / report.seconds);
  }
  if (!report.first_failure.empty()) json.field("first_failure", report.first_failure);
  json.end_object();
  return text;
}

int fail(std::string_view message) {
  fmt::print(stderr, "http_closed: {}\n", message);
  return 1;
}

int run(Options& options) {
  options.loop.head_only = options.shape.method == "HEAD";
  Answers answers(!options.save_file.empty());
  std::uint64_t refused_items = 0;
  const OnAnswer on_answer = [&](std::uint64_t number, int, std::string_view body) {
    if (!options.bulk_file.empty() && body.substr(0, 200).contains("\"errors\":true")) ++refused_items;
    answers.add(number, body);
  };
  std::unique_ptr<RequestSource> source;
  BulkRequests* bulk = nullptr;
  if (!options.bulk_file.empty()) {
    auto opened = BulkRequests::open(options.bulk_file, options.shape.path, options.batch, options.loop.connections);
    if (!opened) return fail(opened.error().message);
    auto made = std::make_unique<BulkRequests>(*std::move(opened));
    bulk = made.get();
    source = std::move(made);
  } else {
    const auto bodies = options.bodies_file.empty() ? std::vector<std::string>{""} : lines_of(options.bodies_file);
    if (bodies.empty()) return fail("no bodies in " + options.bodies_file);
    source = std::make_unique<PreparedRequests>(options.shape, bodies, options.count);
  }
  const auto report = run_closed_loop(options.loop, *source, on_answer);
  if (!report) return fail(report.error().message);
  if (!options.save_file.empty()) answers.save(options.save_file);
  if (refused_items > 0) return fail(fmt::format("{} bulk answers report errors", refused_items));
  fmt::print("{}\n", as_json(*report, bulk ? bulk->documents() : 0));
  return 0;
}

}  // namespace
}  // namespace aisle::bench

int main(int argc, char** argv) {
  aisle::bench::Options options;
  CLI::App app("A closed-loop HTTP load from one thread");
  app.add_option("--port", options.loop.port, "on loopback");
  app.add_option("--connections", options.loop.connections)->check(CLI::Range(1, 4096));
  app.add_option("--seconds", options.loop.seconds, "after the warm-up");
  app.add_option("--warmup", options.loop.warmup_seconds, "seconds that do not count");
  app.add_option("--method", options.shape.method);
  app.add_option("--path", options.shape.path);
  app.add_option("--content-type", options.shape.content_type);
  app.add_option("--bodies", options.bodies_file, "request bodies, one a line, sent in a circle");
  app.add_option("--count", options.count, "requests in all");
  app.add_option("--save", options.save_file, "write the answers' bodies here");
  app.add_option("--bulk", options.bulk_file, "a catalog of JSON lines to load");
  app.add_option("--batch", options.batch, "documents in a bulk request");
  CLI11_PARSE(app, argc, argv);
  return aisle::bench::run(options);
}
