#include "bench/load/index_run.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/allocator/allocator.hpp"
#include "base/clock.hpp"
#include "base/json/json_document.hpp"
#include "bench/load/catalog_index.hpp"
#include "bench/load/catalog_lines.hpp"
#include "bench/load/resident_memory.hpp"
#include "engine/query/searcher.hpp"
#include "loaders/synthetic/generator.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::bench {
namespace {

constexpr std::size_t kBatch = 1'000;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// What one part of the run cost.
class Phase {
 public:
  explicit Phase(std::string name) : name_(std::move(name)), cpu_before_(cpu_seconds()) {}
  double print(std::uint64_t documents) const {
    const double seconds = watch_.elapsed_seconds();
    const auto count = static_cast<double>(documents);
    const ResidentMemory memory = resident_memory();
    fmt::print("{:<22}{:>8.2f} s{:>10.0f} documents/s{:>8.2f} us of CPU each, resident {:.0f} MB, at most {:.0f} MB\n",
               name_, seconds, count / seconds, (cpu_seconds() - cpu_before_) * 1e6 / count,
               static_cast<double>(memory.now) / 1e6, static_cast<double>(memory.peak) / 1e6);
    std::fflush(stdout);
    return seconds;
  }

 private:
  std::string name_;
  Stopwatch watch_;
  double cpu_before_;
};

void print_parts(const engine::MemoryParts& parts, std::uint64_t documents) {
  for (std::size_t i = 0; i < engine::kMemoryPartCount; ++i) {
    fmt::print("{}{} {:.1f}", i == 0 ? "bytes a document: " : ", ", engine::to_string(static_cast<engine::MemoryPart>(i)),
               static_cast<double>(parts.bytes[i]) / static_cast<double>(documents));
  }
  fmt::print("\n");
}

/// A folder that goes with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "aisle-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_generated(const IndexRunOptions& options, const std::filesystem::path& file) {
  const loaders::CatalogGenerator generator(options.seed);
  std::ofstream out(file);
  std::string line;
  for (std::uint64_t number = 0; number < options.products; ++number) {
    line.clear();
    generator.append_json(number, line);
    out << line << '\n';
  }
}

std::string mapping_body(const std::filesystem::path& file) {
  if (file.empty()) return std::string(loaders::demo_mapping());
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class IndexRun {
 public:
  IndexRun(const IndexRunOptions& options, std::filesystem::path data) : options_(options), data_(std::move(data)) {}

  Status open() {
    auto registry = server::es_api::IndexRegistry::open(data_);
    if (!registry) return std::move(registry).error();
    registry_ = std::move(*registry);
    index_ = registry_->find("products");
    if (index_ == nullptr) {
      if (Status created = create(); !created) return created;
    }
    state_ = index_->state();
    return {};
  }

  Status load(CatalogLines& lines) {
    std::vector<std::thread> workers;
    std::vector<Status> outcomes(options_.threads);
    for (unsigned i = 0; i < options_.threads; ++i) {
      workers.emplace_back([&, i] { outcomes[i] = load_lines(lines); });
    }
    for (std::thread& worker : workers) worker.join();
    for (Status& outcome : outcomes) {
      if (!outcome) return std::move(outcome);
    }
    return engine().refresh();
  }

  Status delete_half() {
    const auto snapshot = engine().snapshot();
    std::vector<engine::WriteOperation> operations;
    for (const engine::SegmentView& view : snapshot->segments()) {
      for (std::uint32_t doc = 0; doc < view.segment->doc_count(); doc += 2) {
        operations.emplace_back(engine::DeleteOperation{std::string(view.segment->doc_id(DocId{doc})), {}});
      }
    }
    for (const auto& item : engine().apply(std::move(operations)).items) {
      if (!item) return item.error();
    }
    return engine().refresh();
  }

  /// Ten hits of a word that titles have.
  Result<std::uint64_t> ask() {
    auto body = JsonDocument::parse(R"({"query":{"multi_match":{"query":"wireless black","fields":["title","description"]}}})");
    auto search = server::es_api::parse_search(&*body, {});
    if (!search) return std::move(search).error();
    auto response = engine::search({{"products", engine().snapshot()}}, search->request);
    if (!response) return std::move(response).error();
    return response->total;
  }

  Status close() {
    state_.reset();
    index_.reset();
    Status closed = registry_->close();
    registry_.reset();
    return closed;
  }

  engine::Index& engine() const { return *state_->index; }
  std::uint64_t documents() const { return documents_; }

 private:
  Status create() {
    const std::string text = mapping_body(options_.mapping);
    auto body = JsonDocument::parse(text);
    if (!body) return std::move(body).error();
    const auto settings = body->root().find("settings");
    const auto analysis = settings ? settings->find("analysis") : std::nullopt;
    const std::string settings_text = R"({"index":{"refresh_interval":"-1","translog":{"durability":"async"},)"
                                      R"("max_ngram_diff":20,"analysis":)" +
                                      std::string(analysis ? analysis->raw() : "{}") + "}}";
    auto parsed = JsonDocument::parse(settings_text);
    if (!parsed) return std::move(parsed).error();
    const JsonValue root = parsed->root();
    const JsonValue mappings = *body->root().find("mappings");
    auto index = registry_->create({.name = "products", .settings = &root, .mappings = &mappings, .aliases = {}});
    if (!index) return std::move(index).error();
    index_ = std::move(*index);
    return {};
  }

  Status load_lines(CatalogLines& lines) {
    while (true) {
      std::vector<std::string> batch = lines.take(kBatch);
      if (batch.empty()) return {};
      std::size_t number = documents_.fetch_add(batch.size());
      std::vector<engine::WriteOperation> operations;
      operations.reserve(batch.size());
      for (std::string& line : batch) {
        std::string id = line_id(line, number++);
        auto document = index_->parse_document(std::move(id), std::move(line));
        if (!document) return std::move(document).error();
        operations.emplace_back(engine::IndexOperation{std::move(*document), false, {}});
      }
      for (const auto& item : engine().apply(std::move(operations)).items) {
        if (!item) return item.error();
      }
    }
  }

  const IndexRunOptions& options_;
  const std::filesystem::path data_;
  std::unique_ptr<server::es_api::IndexRegistry> registry_;
  server::es_api::IndexPtr index_;
  std::shared_ptr<const server::es_api::IndexState> state_;
  std::atomic<std::uint64_t> documents_ = 0;
};

Status run(const IndexRunOptions& options, const std::filesystem::path& folder) {
  std::filesystem::path catalog = options.catalog;
  if (catalog.empty()) write_generated(options, catalog = folder / "catalog.ndjson");
  CatalogLines lines(catalog);
  if (!lines.is_open()) return Error(ErrorCode::not_found, "cannot open " + catalog.string());
  IndexRun run(options, folder / "data");
  if (Status opened = run.open(); !opened) return opened;

  const Phase load("load");
  if (Status loaded = run.load(lines); !loaded) return loaded;
  const std::uint64_t documents = run.documents();
  const double load_seconds = load.print(documents);
  const auto segments = run.engine().statistics().segments;
  const Phase merge("merge");
  if (Status merged = run.engine().force_merge(1); !merged) return merged;
  const double merge_seconds = merge.print(documents);
  const engine::IndexStatistics statistics = run.engine().statistics();
  fmt::print("{} documents on {} threads, {} segments merged into {}: {:.0f} documents/s; {:.1f} bytes a document\n",
             documents, options.threads, segments, statistics.segments,
             static_cast<double>(documents) / (load_seconds + merge_seconds),
             static_cast<double>(statistics.segment_bytes) / static_cast<double>(documents));
  print_parts(statistics.segment_parts, documents);
  const Phase close("checkpoint and close");
  if (Status closed = run.close(); !closed) return closed;
  close.print(documents);

  const Phase restart("restart, first answer");
  if (Status opened = run.open(); !opened) return opened;
  const auto total = run.ask();
  if (!total) return total.error();
  restart.print(documents);
  fmt::print("the first answer found {}\n", *total);
  if (!options.delete_half) return {};
  const Phase deletion("delete half");
  if (Status deleted = run.delete_half(); !deleted) return deleted;
  deletion.print(documents);
  const Phase again("merge");
  if (Status merged = run.engine().force_merge(1); !merged) return merged;
  again.print(documents);
  std::this_thread::sleep_for(std::chrono::seconds(12));
  const AllocatorMemory memory = allocator_memory();
  fmt::print("twelve seconds later: resident {:.0f} MB, of which the allocator holds {:.0f} MB for {:.0f} MB allocated\n",
             static_cast<double>(resident_memory().now) / 1e6, static_cast<double>(memory.resident) / 1e6,
             static_cast<double>(memory.allocated) / 1e6);
  return {};
}

}  // namespace

int run_index(const IndexRunOptions& options) {
  const TemporaryFolder folder;
  if (folder.path().empty()) {
    fmt::print(stderr, "aisle_load: cannot make a temporary folder\n");
    return 1;
  }
  if (Status done = run(options, folder.path()); !done) {
    fmt::print(stderr, "aisle_load: {}\n", done.error().message);
    return 1;
  }
  return 0;
}

}  // namespace aisle::bench
