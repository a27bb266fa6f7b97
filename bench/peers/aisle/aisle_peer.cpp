// Aisle's engine as a driver of the side-by-side: commands on standard input, answers on standard output, a JSON object a
// line each, as bench/peers/README.md has it. No HTTP, no fetching of sources.

#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/clock.hpp"
#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "bench/load/resident_memory.hpp"
#include "bench/peers/aisle/answer_lines.hpp"
#include "bench/peers/aisle/pass.hpp"
#include "bench/peers/aisle/product_index.hpp"
#include "bench/peers/aisle/question_file.hpp"
#include "bench/peers/aisle/update_run.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::bench {
namespace {

namespace fs = std::filesystem;

std::uint64_t bytes_in(const fs::path& directory) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

/// A command's members, with defaults.
class Command {
 public:
  explicit Command(JsonValue root) : root_(root) {}
  std::string text(std::string_view name) const {
    const auto value = root_.find(name);
    return value ? std::string(value->text()) : std::string();
  }
  std::int64_t number(std::string_view name, std::int64_t otherwise) const {
    const auto value = root_.find(name);
    return value ? value->as_int64().value_or(otherwise) : otherwise;
  }
  bool flag(std::string_view name, bool otherwise) const {
    const auto value = root_.find(name);
    return value && value->is_boolean() ? value->boolean() : otherwise;
  }

 private:
  JsonValue root_;
};

class Driver {
 public:
  /// Writes one object onto `json`.
  Status run(const Command& command, JsonWriter& json) {
    const std::string name = command.text("cmd");
    if (name == "hello") return hello(json);
    if (name == "load" || name == "load_titles") return load(command, json);  // the mapping makes the difference
    if (name == "open") return open(command, json);
    if (name == "row") return row(command, json);
    if (name == "answers") return answers(command, json);
    if (name == "updates") return updates(command, json);
    if (name == "memory") return memory(json);
    json.begin_object().field("unsupported", name).end_object();
    return {};
  }

 private:
  Status hello(JsonWriter& json) {
    json.begin_object().field("name", "Aisle").field("version", AISLE_VERSION).field("notes", __VERSION__).field("score_factor", 2.2).end_object();
    return {};
  }

  Status load(const Command& command, JsonWriter& json) {
    index_.reset();
    const LoadOptions options{.catalog = command.text("catalog"),
                              .mapping = command.text("mapping"),
                              .directory = command.text("index"),
                              .threads = static_cast<unsigned>(command.number("threads", 1)),
                              .merge_to = command.flag("merge", true)
                                              ? static_cast<std::uint32_t>(command.number("segments", 1))
                                              : 0};
    LoadReport report;
    auto loaded = ProductIndex::load(options, report);
    if (!loaded) return std::move(loaded).error();
    index_ = std::move(*loaded);
    json.begin_object().field("seconds", report.seconds).field("merge_seconds", report.merge_seconds);
    json.field("docs", index_->index().statistics().live_docs).field("index_bytes", bytes_in(index_->directory()));
    json.field("segments", index_->index().statistics().segments).end_object();
    return {};
  }

  Status open(const Command& command, JsonWriter& json) {
    index_.reset();
    const Stopwatch watch;
    auto opened = ProductIndex::open(command.text("index"));
    if (!opened) return std::move(opened).error();
    index_ = std::move(*opened);
    json.begin_object().field("seconds", watch.elapsed_seconds());
    json.field("docs", index_->index().statistics().live_docs);
    json.field("segments", index_->index().statistics().segments).end_object();
    return {};
  }

  Status read(const Command& command) {
    const auto limit = static_cast<std::size_t>(command.number("limit", std::int64_t{1} << 40));
    const std::string key = command.text("queries") + ":" + std::to_string(limit);
    if (key == questions_key_) return {};
    questions_key_.clear();
    auto questions = read_questions(command.text("queries"), limit);
    if (!questions) return std::move(questions).error();
    questions_ = std::move(*questions);
    questions_key_ = key;
    return {};
  }

  /// A question that the API refuses is one that this engine does not know.
  static Status unsupported(const Status& status, JsonWriter& json) {
    if (status.error().code != ErrorCode::invalid_argument) return status;
    json.begin_object().field("unsupported", status.error().message).end_object();
    return {};
  }

  Status row(const Command& command, JsonWriter& json) {
    if (Status status = read(command); !status) return unsupported(status, json);
    if (index_ == nullptr) return Error(ErrorCode::invalid_argument, "no index is open");
    const auto threads = static_cast<unsigned>(command.number("threads", 1));
    auto pass = run_pass(index_->target(), questions_, threads,
                         command.text("clock") == "cpu" ? PassClock::thread_cpu : PassClock::wall);
    if (!pass) return std::move(pass).error();
    const Latencies& us = pass->latencies;
    json.begin_object().field("count", std::uint64_t{us.count()}).field("mean_us", us.mean());
    json.field("p50_us", us.percentile(0.5)).field("p90_us", us.percentile(0.9)).field("p99_us", us.percentile(0.99));
    json.field("max_us", us.max()).field("qps", static_cast<double>(us.count()) / pass->seconds);
    json.field("checksum", std::to_string(pass->checksum)).end_object();
    return {};
  }

  Status answers(const Command& command, JsonWriter& json) {
    if (Status status = read(command); !status) return unsupported(status, json);
    if (index_ == nullptr) return Error(ErrorCode::invalid_argument, "no index is open");
    std::ofstream out(command.text("out"));
    for (const Question& question : questions_) {
      std::string line;
      if (Status status = append_line(question, line); !status) return status;
      out << line;
    }
    out.flush();
    if (!out) return Error(ErrorCode::unavailable, "cannot write " + command.text("out"));
    json.begin_object().field("count", std::uint64_t{questions_.size()}).end_object();
    return {};
  }

  Status append_line(const Question& question, std::string& out) const {
    const engine::SearchTarget target = index_->target();
    if (question.completion) {
      const auto options = engine::complete({&target, 1}, *question.completion);
      if (!options) return options.error();
      append_options(question.i, target, *options, out);
      return {};
    }
    const auto response = engine::search({target}, question.request);
    if (!response) return response.error();
    append_answer(question.i, question.request, *response, out);
    return {};
  }

  Status updates(const Command& command, JsonWriter& json) {
    if (Status status = read(command); !status) return unsupported(status, json);
    if (index_ == nullptr) return Error(ErrorCode::invalid_argument, "no index is open");
    const UpdateOptions options{.updates = command.text("updates"),
                                .prices_only = command.text("kind") == "price",
                                .rate = static_cast<double>(command.number("rate", 0)),
                                .refresh_ms = command.number("refresh_ms", 1'000)};
    auto report = run_updates(*index_, options, questions_);
    if (!report) return std::move(report).error();
    const Latencies& us = report->queries;
    json.begin_object().field("updates", report->updates).field("seconds", report->seconds);
    json.field("refreshes", std::uint64_t{report->refreshes.count()});
    json.field("refresh_mean_ms", report->refreshes.mean() / 1e3).field("refresh_max_ms", report->refreshes.max() / 1e3);
    json.field("count", std::uint64_t{us.count()}).field("mean_us", us.mean()).field("p50_us", us.percentile(0.5));
    json.field("p90_us", us.percentile(0.9)).field("p99_us", us.percentile(0.99)).field("max_us", us.max()).end_object();
    return {};
  }

  Status memory(JsonWriter& json) {
    if (index_ == nullptr) return Error(ErrorCode::invalid_argument, "no index is open");
    const ResidentMemory resident = resident_memory();
    json.begin_object().field("resident", resident.now).field("heap", resident.anonymous);
    json.field("index_bytes", bytes_in(index_->directory())).end_object();
    return {};
  }

  std::unique_ptr<ProductIndex> index_;
  std::vector<Question> questions_;
  std::string questions_key_;
};

std::string answer_to(Driver& driver, const JsonDocument& command) {
  std::string out;
  JsonWriter json(out);
  const Status status = driver.run(Command(command.root()), json);
  if (status) return out;
  out.clear();
  JsonWriter(out).begin_object().field("error", status.error().message).end_object();
  return out;
}

int run() {
  Driver driver;
  for (std::string line; std::getline(std::cin, line);) {
    auto command = JsonDocument::parse(line);
    if (!command) {
      std::cerr << "aisle_peer: " << command.error().message << '\n';
      return 1;
    }
    if (Command(command->root()).text("cmd") == "quit") break;
    std::cout << answer_to(driver, *command) << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace aisle::bench

int main() { return aisle::bench::run(); }
