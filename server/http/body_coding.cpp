#include "server/http/body_coding.hpp"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "server/http/request.hpp"

namespace aisle::server::http {
namespace {

constexpr std::size_t kStepBytes = 64u << 10;
constexpr int kGzipOrZlib = 15 + 32;
constexpr int kGzip = 15 + 16;
constexpr int kBareDeflate = -15;

Error too_large(std::string_view why) {
  return {ErrorCode::resource_exhausted, fmt::format("the decompressed body {}", why), "body_too_large"};
}
Error malformed(std::string_view coding) {
  return {ErrorCode::invalid_argument, fmt::format("the body is not valid {} or ends early", coding), "bad_coding"};
}

/// Guards the growing output against both bombs: absolute size and ratio.
class BoundedOutput {
 public:
  BoundedOutput(std::size_t encoded_bytes, const DecodeLimits& limits)
      : limits_(limits), ratio_limit_(std::max(limits.ratio_free_bytes, encoded_bytes * limits.max_ratio)) {}

  Status append(const char* bytes, std::size_t size) {
    if (size > limits_.max_bytes - out_.size()) {
      return too_large(fmt::format("is larger than {} bytes", limits_.max_bytes));
    }
    if (out_.size() + size > ratio_limit_) {
      return too_large(fmt::format("is more than {} times its compressed size", limits_.max_ratio));
    }
    out_.append(bytes, size);
    return {};
  }
  std::string take() { return std::move(out_); }

 private:
  const DecodeLimits limits_;
  const std::size_t ratio_limit_;
  std::string out_;
};

class Inflater {
 public:
  explicit Inflater(int window_bits) : ready_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  Result<std::string> run(std::string_view encoded, const DecodeLimits& limits) {
    if (!ready_) return Error(ErrorCode::internal, "no memory for zlib");
    BoundedOutput output(encoded.size(), limits);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(encoded.data()));
    stream_.avail_in = static_cast<uInt>(encoded.size());
    for (;;) {
      const int code = step();
      if (code != Z_OK && code != Z_STREAM_END) return malformed("gzip or deflate");
      if (auto status = output.append(buffer_.get(), kStepBytes - stream_.avail_out); !status) {
        return std::move(status).error();
      }
      if (code == Z_STREAM_END && stream_.avail_in == 0) return output.take();
      if (code == Z_STREAM_END && inflateReset(&stream_) != Z_OK) return malformed("gzip or deflate");
    }
  }

 private:
  int step() {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer_.get());
    stream_.avail_out = kStepBytes;
    return inflate(&stream_, Z_NO_FLUSH);
  }

  z_stream stream_ = {};
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kStepBytes);
  bool ready_;
};

/// zlib's two-byte header: method 8, and a multiple of 31 (RFC 1950, 2.2).
bool has_zlib_header(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(bytes[0]);
  const unsigned second = static_cast<unsigned char>(bytes[1]);
  return (first & 0x0F) == 8 && (first * 256 + second) % 31 == 0;
}

struct FreeZstd {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

Result<std::string> decode_zstd(std::string_view encoded, const DecodeLimits& limits) {
  constexpr int kMaxWindowLog = 23;  // 8 MiB of window, as RFC 9659 asks for content codings.
  std::unique_ptr<ZSTD_DCtx, FreeZstd> context(ZSTD_createDCtx());
  if (!context) return Error(ErrorCode::internal, "no memory for zstd");
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
  const auto buffer = std::make_unique<char[]>(kStepBytes);
  BoundedOutput output(encoded.size(), limits);
  ZSTD_inBuffer in{encoded.data(), encoded.size(), 0};
  for (;;) {
    ZSTD_outBuffer out{buffer.get(), kStepBytes, 0};
    const std::size_t before = in.pos;
    const std::size_t hint = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(hint)) return malformed("zstd");
    if (auto status = output.append(buffer.get(), out.pos); !status) return std::move(status).error();
    if (in.pos == in.size && hint == 0) return output.take();
    if (in.pos == before && out.pos == 0) return malformed("zstd");
  }
}

class Deflater {
 public:
  explicit Deflater(int level) : ready_(deflateInit2(&stream_, level, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) == Z_OK) {}
  ~Deflater() {
    if (ready_) deflateEnd(&stream_);
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  bool run(std::string_view body, std::string& packed) {
    if (!ready_) return false;
    packed.resize(deflateBound(&stream_, body.size()));
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream_.avail_in = static_cast<uInt>(body.size());
    stream_.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_out = static_cast<uInt>(packed.size());
    const bool done = deflate(&stream_, Z_FINISH) == Z_STREAM_END;
    packed.resize(stream_.total_out);
    return done;
  }

 private:
  z_stream stream_ = {};
  bool ready_;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// A weight in thousandths: "0.5" is 500. What is not a weight counts as 0.
int weight_from(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '1') return 0;
  int weight = (text[0] - '0') * 1000;
  int unit = 100;
  for (std::size_t i = 2; i < text.size() && i < 5; ++i, unit /= 10) {
    if (text[1] != '.' || text[i] < '0' || text[i] > '9') return 0;
    weight += (text[i] - '0') * unit;
  }
  return std::min(weight, 1000);
}

/// The weight of `coding` in an Accept-Encoding header, if it is named there.
std::optional<int> weight_of(std::string_view header, std::string_view coding) {
  while (!header.empty()) {
    const auto comma = header.find(',');
    const auto item = header.substr(0, comma);
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    const auto semicolon = item.find(';');
    if (!equal_ignoring_case(trimmed(item.substr(0, semicolon)), coding)) continue;
    if (semicolon == std::string_view::npos) return 1000;
    const auto parameter = trimmed(item.substr(semicolon + 1));
    const bool weighted = parameter.starts_with("q=") || parameter.starts_with("Q=");
    return weighted ? weight_from(parameter.substr(2)) : 1000;
  }
  return std::nullopt;
}

}  // namespace

Result<Coding> coding_from(std::string_view content_encoding) {
  const auto word = trimmed(content_encoding);
  if (word.empty() || equal_ignoring_case(word, "identity")) return Coding::identity;
  if (equal_ignoring_case(word, "gzip") || equal_ignoring_case(word, "x-gzip")) return Coding::gzip;
  if (equal_ignoring_case(word, "deflate")) return Coding::deflate;
  if (equal_ignoring_case(word, "zstd")) return Coding::zstd;
  return Error(ErrorCode::invalid_argument,
               fmt::format("Content-Encoding [{}] is not supported; use gzip, deflate or zstd", word));
}

Result<std::string> decode_body(Coding coding, std::string_view encoded, const DecodeLimits& limits) {
  constexpr std::size_t kMostZlibTakes = 0xFFFFFFFFu;
  if (encoded.size() > kMostZlibTakes) return too_large("is larger than 4 GiB");
  switch (coding) {
    case Coding::identity:
      if (encoded.size() > limits.max_bytes) return too_large("is larger than the limit");
      return std::string(encoded);
    case Coding::zstd:
      return decode_zstd(encoded, limits);
    case Coding::gzip:
      return Inflater(kGzip).run(encoded, limits);
    case Coding::deflate:
      return Inflater(has_zlib_header(encoded) ? kGzipOrZlib : kBareDeflate).run(encoded, limits);
  }
  return Error(ErrorCode::internal, "an unknown content coding was decoded");
}

Result<std::string> gzip(std::string_view body, int level) {
  constexpr std::size_t kMostZlibTakes = 0xF0000000u;
  std::string packed;
  if (body.size() > kMostZlibTakes || !Deflater(level).run(body, packed)) {
    return Error(ErrorCode::internal, "the answer could not be compressed");
  }
  return packed;
}

bool accepts_gzip(std::string_view accept_encoding) {
  auto weight = weight_of(accept_encoding, "gzip");
  if (!weight) weight = weight_of(accept_encoding, "x-gzip");
  if (!weight) weight = weight_of(accept_encoding, "*");
  if (!weight || *weight == 0) return false;
  return *weight >= weight_of(accept_encoding, "identity").value_or(0);
}

}  // namespace aisle::server::http
