#include "bench/peers/http/request_source.hpp"

#include <fmt/format.h>

namespace aisle::bench {

std::string request_bytes(const RequestShape& shape, std::string_view body) {
  std::string bytes = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n", shape.method, shape.path);
  if (!body.empty()) {
    bytes += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", shape.content_type, body.size());
  }
  bytes += "\r\n";
  bytes += body;
  return bytes;
}

PreparedRequests::PreparedRequests(const RequestShape& shape, const std::vector<std::string>& bodies, std::uint64_t most)
    : most_(most) {
  for (const std::string& body : bodies) requests_.push_back(request_bytes(shape, body));
}

std::optional<std::string_view> PreparedRequests::next(std::uint32_t) {
  if (most_ > 0 && given_ == most_) return std::nullopt;
  return requests_[given_++ % requests_.size()];
}

Result<BulkRequests> BulkRequests::open(const std::string& file, std::string path, std::size_t batch, std::uint32_t slots) {
  auto mapped = MappedFile::open(file);
  if (!mapped) return std::move(mapped).error();
  return BulkRequests(*std::move(mapped), std::move(path), batch, slots);
}

BulkRequests::BulkRequests(MappedFile file, std::string path, std::size_t batch, std::uint32_t slots)
    : file_(std::move(file)), shape_{"POST", std::move(path), "application/x-ndjson"}, batch_(batch), slots_(slots) {
  rest_ = {reinterpret_cast<const char*>(file_.bytes().data()), file_.bytes().size()};
}

std::optional<std::string_view> BulkRequests::next(std::uint32_t slot) {
  body_.clear();
  for (std::size_t i = 0; i < batch_ && !rest_.empty(); ++i) {
    const auto line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
    if (line.empty()) continue;
    body_ += "{\"index\":{}}\n";
    body_ += line;
    body_ += '\n';
    ++documents_;
  }
  if (body_.empty()) return std::nullopt;
  slots_[slot] = request_bytes(shape_, body_);
  return slots_[slot];
}

}  // namespace aisle::bench
