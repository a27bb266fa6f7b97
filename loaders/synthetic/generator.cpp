#include "loaders/synthetic/generator.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "loaders/synthetic/product.hpp"
#include "loaders/synthetic/world.hpp"

namespace aisle::loaders {

namespace {

constexpr std::size_t kWriteSize = 1u << 20;

// A file or standard output, written in large pieces.
class OutputFile {
 public:
  explicit OutputFile(const std::string& path)
      : path_(path), owned_(path != "-"),
        descriptor_(owned_ ? ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : STDOUT_FILENO) {}
  ~OutputFile() {
    if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  Status write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return failure();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }
  Error failure() const {
    return Error(ErrorCode::unavailable, fmt::format("cannot write {}: {}", path_, std::strerror(errno)));
  }

 private:
  const std::string path_;
  const bool owned_;
  const int descriptor_;
};

}  // namespace

CatalogGenerator::CatalogGenerator(std::uint64_t seed) : world_(std::make_unique<World>(seed)) {}
CatalogGenerator::~CatalogGenerator() = default;
CatalogGenerator::CatalogGenerator(CatalogGenerator&&) noexcept = default;
CatalogGenerator& CatalogGenerator::operator=(CatalogGenerator&&) noexcept = default;

void CatalogGenerator::append_json(std::uint64_t number, std::string& out) const {
  thread_local Product product;
  make_product(*world_, number, product);
  append_product_json(*world_, product, out);
}

std::string product_id(std::uint64_t number) { return fmt::format("P{:08}", number); }

Status generate(const GenerateOptions& options) {
  OutputFile file(options.output);
  if (!file.is_open()) return file.failure();
  const CatalogGenerator generator(options.seed);
  std::string lines;
  lines.reserve(kWriteSize + (64u << 10));
  for (std::uint64_t number = 0; number < options.products; ++number) {
    generator.append_json(number, lines);
    lines += '\n';
    if (lines.size() < kWriteSize && number + 1 < options.products) continue;
    if (auto written = file.write(lines); !written) return written;
    lines.clear();
    if (options.on_progress) options.on_progress(number + 1);
  }
  return {};
}

}  // namespace aisle::loaders
