#include "bench/peers/aisle/product_index.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/json/json_document.hpp"

namespace aisle::bench {
namespace {

constexpr std::size_t kBatch = 1'000;

Error failed(std::string what, const std::filesystem::path& path) {
  return Error(ErrorCode::unavailable, std::move(what) + " " + path.string());
}

/// A file's bytes, mapped for as long as this lives.
class MappedText {
 public:
  explicit MappedText(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat about = {};
    if (::fstat(file, &about) == 0 && about.st_size > 0) {
      const auto size = static_cast<std::size_t>(about.st_size);
      void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
      if (bytes != MAP_FAILED) text_ = {static_cast<const char*>(bytes), size};
    }
    ::close(file);
  }
  MappedText(const MappedText&) = delete;
  MappedText& operator=(const MappedText&) = delete;
  ~MappedText() {
    if (!text_.empty()) ::munmap(const_cast<char*>(text_.data()), text_.size());
  }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Gives out lines, some at a time, to whoever asks.
class LineQueue {
 public:
  explicit LineQueue(std::string_view text) : text_(text) {}

  void take(std::size_t count, std::vector<std::string_view>& lines) {
    lines.clear();
    const std::lock_guard lock(mutex_);
    while (lines.size() < count && !text_.empty()) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      if (end > 0) lines.push_back(text_.substr(0, end));
      text_.remove_prefix(std::min(end + 1, text_.size()));
    }
  }

 private:
  std::mutex mutex_;
  std::string_view text_;
};

/// The value of the line's first "id", which needs no unescaping in a catalog.
Result<std::string> id_of(std::string_view line) {
  constexpr std::string_view kKey = R"("id":)";
  std::size_t begin = line.find(kKey);
  if (begin == std::string_view::npos) return Error(ErrorCode::invalid_argument, "a product without id");
  begin = line.find_first_not_of(' ', begin + kKey.size());
  const bool quoted = line[begin] == '"';
  if (quoted) ++begin;
  const std::size_t end = quoted ? line.find('"', begin) : line.find_first_of(",}", begin);
  return std::string(line.substr(begin, end - begin));
}

Status add_lines(LineQueue& queue, server::es_api::OpenIndex& target, engine::Index& index) {
  std::vector<std::string_view> lines;
  for (queue.take(kBatch, lines); !lines.empty(); queue.take(kBatch, lines)) {
    std::vector<engine::WriteOperation> operations;
    operations.reserve(lines.size());
    for (const std::string_view line : lines) {
      auto id = id_of(line);
      if (!id) return std::move(id).error();
      auto document = target.parse_document(std::move(*id), std::string(line));
      if (!document) return std::move(document).error();
      operations.emplace_back(engine::IndexOperation{std::move(*document), false, {}});
    }
    const engine::WriteReport report = index.apply(std::move(operations));
    for (const auto& item : report.items) {
      if (!item) return item.error();
    }
  }
  return {};
}

/// The settings of a body of PUT /{index}, with those that a load from scratch wants.
std::string loading_settings(const JsonValue& body) {
  std::string settings = R"({"index":{"refresh_interval":"-1","translog":{"durability":"async"}})";
  if (const auto given = body.find("settings")) {
    for (const JsonMember& member : given->members()) {
      if (member.name == "index") continue;
      settings.append(",\"").append(member.name).append("\":").append(member.value.raw());
    }
  }
  return settings + "}";
}

}  // namespace

Result<std::unique_ptr<ProductIndex>> ProductIndex::load(const LoadOptions& options, LoadReport& report) {
  std::error_code ignored;
  std::filesystem::remove_all(options.directory, ignored);
  std::filesystem::create_directories(options.directory, ignored);
  std::unique_ptr<ProductIndex> made(new ProductIndex(options.directory));
  Status status = made->open_registry();
  if (status) status = made->create(options.mapping);
  if (!status) return std::move(status).error();
  const Stopwatch loading;
  status = made->add_all(options.catalog, options.threads);
  if (status) status = made->index().refresh();
  if (status) status = made->index().checkpoint();
  if (!status) return std::move(status).error();
  report.seconds = loading.elapsed_seconds();
  const Stopwatch merging;
  if (options.merge_to > 0) {
    status = made->index().force_merge(options.merge_to);
    if (status) status = made->index().refresh();
    if (status) status = made->index().checkpoint();
    if (!status) return std::move(status).error();
  }
  report.merge_seconds = merging.elapsed_seconds();
  return made;
}

Result<std::unique_ptr<ProductIndex>> ProductIndex::open(const std::filesystem::path& directory) {
  std::unique_ptr<ProductIndex> opened(new ProductIndex(directory));
  if (Status status = opened->open_registry(); !status) return std::move(status).error();
  opened->open_index_ = opened->registry_->find("products");
  if (opened->open_index_ == nullptr) return failed("no index in", directory);
  opened->state_ = opened->open_index_->state();
  return opened;
}

Status ProductIndex::open_registry() {
  auto registry = server::es_api::IndexRegistry::open(directory_);
  if (!registry) return std::move(registry).error();
  registry_ = std::move(*registry);
  return {};
}

Status ProductIndex::create(const std::filesystem::path& mapping) {
  std::ifstream in(mapping);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  auto body = JsonDocument::parse(text);
  if (!body) return failed(body.error().message + " in", mapping);
  const std::string settings_text = loading_settings(body->root());
  auto settings = JsonDocument::parse(settings_text);
  if (!settings) return std::move(settings).error();
  const JsonValue settings_root = settings->root();
  const auto mappings = body->root().find("mappings");
  if (!mappings) return failed("no mappings in", mapping);
  auto index = registry_->create({.name = "products", .settings = &settings_root, .mappings = &*mappings, .aliases = {}});
  if (!index) return std::move(index).error();
  open_index_ = std::move(*index);
  state_ = open_index_->state();
  return {};
}

Status ProductIndex::add_all(const std::filesystem::path& catalog, unsigned threads) {
  const MappedText text(catalog);
  if (text.text().empty()) return failed("cannot read", catalog);
  LineQueue lines(text.text());
  std::vector<Status> outcomes(threads);
  {
    std::vector<std::jthread> workers;
    for (Status& outcome : outcomes) {
      workers.emplace_back([&] { outcome = add_lines(lines, *open_index_, *state_->index); });
    }
  }
  for (Status& outcome : outcomes) {
    if (!outcome) return std::move(outcome);
  }
  return {};
}

ProductIndex::~ProductIndex() {
  state_.reset();
  open_index_.reset();
  if (registry_ != nullptr) static_cast<void>(registry_->close());
}

}  // namespace aisle::bench
