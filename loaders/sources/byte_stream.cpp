#include "loaders/sources/byte_stream.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace aisle::loaders {

namespace {

class FileStream final : public ByteStream {
 public:
  FileStream(int descriptor, bool owned, std::optional<std::uint64_t> size)
      : descriptor_(descriptor), owned_(owned), size_(size) {}
  ~FileStream() override {
    if (owned_) ::close(descriptor_);
  }
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  Result<std::size_t> read(std::span<char> into) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, into.data(), into.size());
      if (got >= 0) {
        read_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR)
        return Error(ErrorCode::unavailable, fmt::format("reading failed: {}", std::strerror(errno)), "unreadable_input");
    }
  }
  std::uint64_t input_bytes() const override { return read_; }
  std::optional<std::uint64_t> input_size() const override { return size_; }

 private:
  const int descriptor_;
  const bool owned_;
  const std::optional<std::uint64_t> size_;
  std::uint64_t read_ = 0;
};

class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min(into.size(), bytes_.size() - read_);
    std::copy_n(bytes_.data() + read_, count, into.data());
    read_ += count;
    return count;
  }
  std::uint64_t input_bytes() const override { return read_; }
  std::optional<std::uint64_t> input_size() const override { return bytes_.size(); }

 private:
  const std::string_view bytes_;
  std::size_t read_ = 0;
};

Error cannot_open(const std::string& path, std::string_view why) {
  const auto code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable;
  return Error(code, fmt::format("cannot open {}: {}", path, why), "unreadable_input", path);
}

}  // namespace

Result<std::unique_ptr<ByteStream>> open_raw_stream(const std::string& path) {
  const bool standard_input = path == "-";
  const int descriptor = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_open(path, std::strerror(errno));
  struct stat status {};
  std::optional<std::uint64_t> size;
  if (::fstat(descriptor, &status) == 0) {
    if (S_ISREG(status.st_mode)) size = static_cast<std::uint64_t>(status.st_size);
    if (S_ISDIR(status.st_mode)) {
      if (!standard_input) ::close(descriptor);
      errno = EISDIR;
      return cannot_open(path, "it is a directory");
    }
  }
  return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(descriptor, !standard_input, size));
}

std::unique_ptr<ByteStream> memory_stream(std::string_view bytes) { return std::make_unique<MemoryStream>(bytes); }

}  // namespace aisle::loaders
