#include "bench/peers/http/answer_reader.hpp"

#include <charconv>
#include <strings.h>

namespace aisle::bench {
namespace {

/// The value of a field of `head`, whose name is given with its colon; empty if there is none.
std::string_view field(std::string_view head, std::string_view name) {
  for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
    at += 2;
    if (head.size() - at < name.size() || ::strncasecmp(head.data() + at, name.data(), name.size()) != 0) continue;
    auto value = head.substr(at + name.size());
    value = value.substr(0, value.find("\r\n"));
    while (value.starts_with(' ')) value.remove_prefix(1);
    return value;
  }
  return {};
}

}  // namespace

AnswerReader::Progress AnswerReader::read(std::string_view bytes) {
  if (whole_) {
    whole_ = false;
    bytes_.clear();
    head_size_ = 0;
  }
  bytes_ += bytes;
  if (head_size_ == 0) {
    const auto end = bytes_.find("\r\n\r\n");
    if (end == std::string::npos) return Progress::more;
    head_size_ = end + 4;
    if (!read_head()) return Progress::broken;
  }
  if (chunked_ && !head_only_) return read_chunks();
  const std::size_t size = head_size_ + (head_only_ ? 0 : content_length_);
  if (bytes_.size() > size) return Progress::broken;
  whole_ = bytes_.size() == size;
  return whole_ ? Progress::done : Progress::more;
}

bool AnswerReader::read_head() {
  const std::string_view head = std::string_view(bytes_).substr(0, head_size_);
  if (!head.starts_with("HTTP/1.1 ") || head.size() < 14) return false;
  const auto status = std::from_chars(head.data() + 9, head.data() + 12, status_);
  if (status.ec != std::errc()) return false;
  const auto length = field(head, "content-length:");
  content_length_ = 0;
  std::from_chars(length.data(), length.data() + length.size(), content_length_);
  chunked_ = length.empty() && field(head, "transfer-encoding:") == "chunked";
  next_chunk_ = head_size_;
  joined_.clear();
  return true;
}

AnswerReader::Progress AnswerReader::read_chunks() {
  for (;;) {
    const auto line_end = bytes_.find("\r\n", next_chunk_);
    if (line_end == std::string::npos) return Progress::more;
    std::size_t size = 0;
    const auto read = std::from_chars(bytes_.data() + next_chunk_, bytes_.data() + line_end, size, 16);
    if (read.ec != std::errc()) return Progress::broken;
    const std::size_t chunk_end = line_end + 2 + size + 2;
    if (bytes_.size() < chunk_end) return Progress::more;
    joined_.append(bytes_, line_end + 2, size);
    next_chunk_ = chunk_end;
    if (size > 0) continue;
    whole_ = bytes_.size() == chunk_end;
    return whole_ ? Progress::done : Progress::broken;
  }
}

}  // namespace aisle::bench
