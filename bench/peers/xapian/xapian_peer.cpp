// Xapian as a driver of the side-by-side: commands on standard input, answers on standard output, a JSON object a line
// each, as bench/peers/README.md has it.

#include <fmt/format.h>
#include <time.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "base/clock.hpp"
#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "bench/load/latencies.hpp"
#include "bench/peers/xapian/catalog_loader.hpp"
#include "bench/peers/xapian/product_database.hpp"

namespace aisle::bench {
namespace {

namespace fs = std::filesystem;

std::uint64_t bytes_in(const fs::path& directory) {
  std::uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(directory)) bytes += entry.file_size();
  return bytes;
}

/// A line of /proc/self/status, in bytes.
std::uint64_t status_bytes(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::strtoull(line.c_str() + name.size(), nullptr, 10) * 1024;
  }
  return 0;
}

double now_us(clockid_t clock) {
  timespec now = {};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

std::string text_of(const JsonValue& command, std::string_view name) {
  const auto value = command.find(name);
  return value ? std::string(value->text()) : std::string();
}

std::int64_t number_of(const JsonValue& command, std::string_view name, std::int64_t otherwise) {
  const auto value = command.find(name);
  return value ? value->as_int64().value_or(otherwise) : otherwise;
}

std::uint64_t checksum_of(const Answer& answer) {
  std::uint64_t sum = answer.exact ? answer.total : 0;
  for (const auto& [document, score] : answer.hits) sum = sum * 31 + document;
  return sum;
}

class Driver {
 public:
  Status run(const JsonValue& command, JsonWriter& json) {
    const std::string name = text_of(command, "cmd");
    if (name == "hello") return hello(json);
    if (name == "load") return load(command, json);
    if (name == "open") return open(command, json);
    if (name == "row") return row(command, json);
    if (name == "answers") return answers(command, json);
    if (name == "memory") return memory(json);
    return unsupported(name, json);
  }

 private:
  static Status unsupported(const std::string& what, JsonWriter& json) {
    json.begin_object().field("unsupported", what).end_object();
    return {};
  }

  static Status hello(JsonWriter& json) {
    json.begin_object().field("name", "Xapian").field("version", Xapian::version_string());
    json.field("notes", "BM25 per field through a weighting scheme of our own; its own knows one length a document").end_object();
    return {};
  }

  Status load(const JsonValue& command, JsonWriter& json) {
    directory_ = text_of(command, "index");
    const auto merge = command.find("merge");
    const auto report = load_catalog(text_of(command, "catalog"), directory_, !merge || merge->boolean());
    if (!report) return report.error();
    json.begin_object().field("seconds", report->seconds).field("merge_seconds", report->merge_seconds);
    json.field("docs", report->documents).field("index_bytes", bytes_in(directory_)).field("segments", 1).end_object();
    return {};
  }

  Status open(const JsonValue& command, JsonWriter& json) {
    directory_ = text_of(command, "index");
    const Stopwatch watch;
    const std::uint64_t documents = ProductDatabase(directory_).documents();
    json.begin_object().field("seconds", watch.elapsed_seconds()).field("docs", documents).field("segments", 1).end_object();
    return {};
  }

  Status read(const JsonValue& command) {
    const auto limit = static_cast<std::size_t>(number_of(command, "limit", std::int64_t{1} << 40));
    const std::string key = fmt::format("{}:{}", text_of(command, "queries"), limit);
    if (key == questions_key_) return {};
    auto questions = read_questions(text_of(command, "queries"), limit);
    if (!questions) return questions.error();
    questions_ = *std::move(questions);
    questions_key_ = key;
    return {};
  }

  bool knows_all() const {
    return std::ranges::all_of(questions_, [](const Question& question) { return ProductDatabase::knows(question.kind); });
  }

  Status row(const JsonValue& command, JsonWriter& json) {
    if (Status status = read(command); !status) return status;
    if (!knows_all()) return unsupported(text_of(command, "row"), json);
    const auto threads = static_cast<std::size_t>(number_of(command, "threads", 1));
    const clockid_t clock = text_of(command, "clock") == "cpu" ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
    while (databases_.size() < threads) databases_.push_back(std::make_unique<ProductDatabase>(directory_));
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    Latencies us;
    std::uint64_t checksum = 0;
    const auto work = [&](ProductDatabase& database) {
      Latencies own;
      std::uint64_t sum = 0;
      for (std::size_t i = next++; i < questions_.size(); i = next++) {
        const double begin = now_us(clock);
        const Answer answer = database.ask(questions_[i]);
        own.add(now_us(clock) - begin);
        sum += checksum_of(answer);
      }
      const std::lock_guard lock(mutex);
      us.merge(own);
      checksum += sum;
    };
    const Stopwatch watch;
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work, std::ref(*databases_[i]));
      work(*databases_[0]);
    }
    const double seconds = watch.elapsed_seconds();
    json.begin_object().field("count", std::uint64_t{us.count()}).field("mean_us", us.mean());
    json.field("p50_us", us.percentile(0.5)).field("p90_us", us.percentile(0.9)).field("p99_us", us.percentile(0.99));
    json.field("max_us", us.max()).field("qps", static_cast<double>(us.count()) / seconds).field("checksum", std::to_string(checksum));
    json.end_object();
    return {};
  }

  Status answers(const JsonValue& command, JsonWriter& json) {
    if (Status status = read(command); !status) return status;
    if (!knows_all()) return unsupported(text_of(command, "row"), json);
    ProductDatabase database(directory_);
    std::ofstream out(text_of(command, "out"));
    for (const Question& question : questions_) {
      std::string line;
      JsonWriter writer(line);
      write_answer(question, database.ask(question), database, writer);
      out << line << '\n';
    }
    json.begin_object().field("count", std::uint64_t{questions_.size()}).end_object();
    return {};
  }

  static void write_answer(const Question& question, const Answer& answer, const ProductDatabase& database, JsonWriter& json) {
    json.begin_object().field("i", question.i).field("total", answer.total).field("exact", answer.exact).key("hits").begin_array();
    for (const auto& [document, score] : answer.hits) json.begin_array().string(database.id_of(document)).real(score).end_array();
    json.end_array();
    if (answer.facets) {
      json.key("facets").begin_object();
      for (const auto& [name, counts] : *answer.facets) {
        json.key(name).begin_object();
        for (const auto& [key, count] : counts) json.field(key, count);
        json.end_object();
      }
      json.end_object();
    }
    json.end_object();
  }

  Status memory(JsonWriter& json) const {
    json.begin_object().field("resident", status_bytes("VmRSS:")).field("heap", status_bytes("RssAnon:"));
    json.field("index_bytes", bytes_in(directory_)).end_object();
    return {};
  }

  std::string directory_;
  std::vector<std::unique_ptr<ProductDatabase>> databases_;
  std::vector<Question> questions_;
  std::string questions_key_;
};

std::string answer_to(Driver& driver, const JsonValue& command) {
  std::string out;
  JsonWriter json(out);
  std::string problem;
  try {
    const Status status = driver.run(command, json);
    if (status) return out;
    problem = status.error().message;
  } catch (const Xapian::Error& error) {
    problem = error.get_description();
  }
  out.clear();
  JsonWriter(out).begin_object().field("error", problem).end_object();
  return out;
}

int run() {
  Driver driver;
  for (std::string line; std::getline(std::cin, line);) {
    const auto command = JsonDocument::parse(line);
    if (!command) {
      std::cerr << "xapian_peer: " << command.error().message << '\n';
      return 1;
    }
    if (text_of(command->root(), "cmd") == "quit") break;
    std::cout << answer_to(driver, command->root()) << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace aisle::bench

int main() { return aisle::bench::run(); }
