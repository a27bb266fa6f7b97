#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <vector>

#include "loaders/sources/byte_stream.hpp"

namespace aisle::loaders {

namespace {

constexpr std::size_t kChunkSize = 256u << 10;
constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
// A frame may ask for a window of gigabytes; 128 MB is what the zstd tool accepts without being told.
constexpr int kZstdWindowLogMax = 27;

Error damaged(std::string message) { return Error(ErrorCode::data_corrupt, std::move(message), "damaged_compression"); }

// The compressed bytes not yet unpacked, refilled from the inner stream.
class CompressedInput {
 public:
  explicit CompressedInput(std::unique_ptr<ByteStream> inner) : inner_(std::move(inner)), buffer_(kChunkSize) {}

  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void skip(std::size_t count) {
    assert(count <= end_ - begin_ && "more was unpacked than was read");
    begin_ += count;
  }
  // Reads until at least `want` bytes are unread or the input ends.
  Status fill(std::size_t want) {
    if (begin_ == end_) begin_ = end_ = 0;
    if (buffer_.size() - begin_ < want) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    while (end_ - begin_ < want) {
      auto got = inner_->read(std::span(buffer_).subspan(end_));
      if (!got) return std::move(got).error();
      if (*got == 0) break;
      end_ += *got;
    }
    return {};
  }
  const ByteStream& inner() const { return *inner_; }

 private:
  std::unique_ptr<ByteStream> inner_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

// What all forms share: the input, and that an error is told once and is then the end.
class InputBackedStream : public ByteStream {
 public:
  explicit InputBackedStream(CompressedInput input) : input_(std::move(input)) {}
  std::uint64_t input_bytes() const override { return input_.inner().input_bytes(); }
  std::optional<std::uint64_t> input_size() const override { return input_.inner().input_size(); }

  Result<std::size_t> read(std::span<char> into) final {
    if (ended_ || into.empty()) return std::size_t{0};
    auto got = read_some(into);
    ended_ = !got || *got == 0;
    return got;
  }

 protected:
  virtual Result<std::size_t> read_some(std::span<char> into) = 0;
  CompressedInput input_;

 private:
  bool ended_ = false;
};

class PlainStream final : public InputBackedStream {
 public:
  using InputBackedStream::InputBackedStream;

 private:
  Result<std::size_t> read_some(std::span<char> into) override {
    if (auto filled = input_.fill(1); !filled) return std::move(filled).error();
    const std::size_t count = std::min(into.size(), input_.unread().size());
    std::copy_n(input_.unread().data(), count, into.data());
    input_.skip(count);
    return count;
  }
};

class GzipStream final : public InputBackedStream {
 public:
  explicit GzipStream(CompressedInput input) : InputBackedStream(std::move(input)) {
    // 15 bits of window, +16: a gzip header and checksum are expected.
    if (inflateInit2(&inflate_, 15 + 16) != Z_OK) throw std::bad_alloc();
  }
  ~GzipStream() override { inflateEnd(&inflate_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

 private:
  Result<std::size_t> read_some(std::span<char> into) override {
    for (;;) {
      if (auto filled = input_.fill(1); !filled) return std::move(filled).error();
      if (input_.unread().empty())
        return in_member_ ? Result<std::size_t>(damaged("the gzip data ends in the middle: the file is truncated"))
                          : Result<std::size_t>(std::size_t{0});
      if (!in_member_ && !start_member()) return std::size_t{0};
      auto got = inflate_some(into);
      if (!got || *got > 0) return got;
    }
  }

  // Members may follow one another; zeros after the last are padding (tapes, some tools) and end the stream.
  bool start_member() {
    if (started_ && input_.unread().front() == '\0') return false;
    if (started_) inflateReset(&inflate_);
    started_ = in_member_ = true;
    return true;
  }

  Result<std::size_t> inflate_some(std::span<char> into) {
    const auto from = input_.unread();
    inflate_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    inflate_.avail_in = static_cast<uInt>(from.size());
    inflate_.next_out = reinterpret_cast<Bytef*>(into.data());
    inflate_.avail_out = static_cast<uInt>(std::min<std::size_t>(into.size(), 1u << 30));
    const uInt room = inflate_.avail_out;
    const int code = inflate(&inflate_, Z_NO_FLUSH);
    input_.skip(from.size() - inflate_.avail_in);
    if (code == Z_STREAM_END) in_member_ = false;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
      return damaged(std::string("the gzip data is damaged: ") + (inflate_.msg ? inflate_.msg : "unknown error"));
    return static_cast<std::size_t>(room - inflate_.avail_out);
  }

  z_stream inflate_{};
  bool started_ = false;
  bool in_member_ = false;
};

class ZstdStream final : public InputBackedStream {
 public:
  explicit ZstdStream(CompressedInput input) : InputBackedStream(std::move(input)), context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kZstdWindowLogMax);
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  Result<std::size_t> read_some(std::span<char> into) override {
    for (;;) {
      if (auto filled = input_.fill(1); !filled) return std::move(filled).error();
      const auto from = input_.unread();
      // The decoder may still hold output when all input is read; it says so by a non-zero "wanted".
      if (from.empty() && wanted_ == 0) return std::size_t{0};
      ZSTD_inBuffer source{from.data(), from.size(), 0};
      ZSTD_outBuffer sink{into.data(), into.size(), 0};
      wanted_ = ZSTD_decompressStream(context_.get(), &sink, &source);
      if (ZSTD_isError(wanted_))
        return damaged(std::string("the zstd data is damaged: ") + ZSTD_getErrorName(wanted_));
      input_.skip(source.pos);
      if (sink.pos > 0) return sink.pos;
      if (from.empty()) return damaged("the zstd data ends in the middle: the file is truncated");
    }
  }

  std::unique_ptr<ZSTD_DCtx, Free> context_;
  std::size_t wanted_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> decompressing_stream(std::unique_ptr<ByteStream> inner) {
  CompressedInput input(std::move(inner));
  if (auto filled = input.fill(kZstdMagic.size()); !filled) return std::move(filled).error();
  if (input.unread().starts_with(kGzipMagic))
    return std::unique_ptr<ByteStream>(std::make_unique<GzipStream>(std::move(input)));
  if (input.unread().starts_with(kZstdMagic))
    return std::unique_ptr<ByteStream>(std::make_unique<ZstdStream>(std::move(input)));
  return std::unique_ptr<ByteStream>(std::make_unique<PlainStream>(std::move(input)));
}

}  // namespace aisle::loaders
