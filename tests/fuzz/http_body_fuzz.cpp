// Bodies, framed and packed: chunked bodies read whole and byte by byte are the same; decoding stays within its limit.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/http/body_coding.hpp"
#include "server/http/chunked_body_reader.hpp"

using namespace aisle::server::http;

namespace {

constexpr std::string_view kHead = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

struct Outcome {
  bool faulty = false;
  bool done = false;
  std::string body;
  bool operator==(const Outcome&) const = default;
};

/// Reads `bytes` as a chunked body, offering at most `step` new bytes at a time.
Outcome read(std::string_view bytes, std::size_t step) {
  ChunkedBodyReader reader(10'000, 2'000);
  auto fault = reader.read_head(kHead);
  std::size_t begin = 0;
  std::size_t end = 0;
  while (!fault && !reader.done() && end < bytes.size()) {
    end = std::min(bytes.size(), end + step);
    begin += reader.read(bytes.substr(begin, end - begin), fault);
  }
  if (fault) return {true, false, {}};
  return {false, reader.done(), reader.done() ? reader.take_body() : std::string()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read(bytes, size);
  const auto piecemeal = read(bytes, 1);
  // A fault may be seen only once the bytes behind it arrived; a body that is read must be the same.
  if (whole.done && piecemeal.done && whole.body != piecemeal.body) std::abort();
  if (whole.done && whole.body.size() > 10'000) std::abort();
  DecodeLimits limits;
  limits.max_bytes = 100'000;
  limits.ratio_free_bytes = 1'000;
  for (Coding coding : {Coding::gzip, Coding::deflate, Coding::zstd}) {
    const auto decoded = decode_body(coding, bytes, limits);
    if (decoded && decoded->size() > limits.max_bytes) std::abort();
  }
  return 0;
}
