#include "loaders/sources/input_buffer.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace aisle::loaders {

namespace {

constexpr std::size_t kReadSize = 256u << 10;

std::uint64_t count_lines(std::string_view bytes) {
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace

InputBuffer::InputBuffer(std::unique_ptr<ByteStream> stream)
    : stream_(std::move(stream)), buffer_(2 * kReadSize + kPadding) {}

bool InputBuffer::grow() {
  if (at_end_) return false;
  make_room();
  auto got = stream_->read(std::span(buffer_).subspan(end_, buffer_.size() - kPadding - end_));
  if (got && *got > 0) {
    end_ += *got;
    return true;
  }
  at_end_ = true;
  if (!got) error_ = std::move(got).error();
  return false;
}

void InputBuffer::make_room() {
  const std::size_t unread = end_ - begin_;
  if (buffer_.size() - kPadding - end_ >= kReadSize) return;
  std::memmove(buffer_.data(), buffer_.data() + begin_, unread);
  begin_ = 0;
  end_ = unread;
  // Doubling keeps the cost of a long record linear in its length.
  if (buffer_.size() - kPadding - end_ < kReadSize) buffer_.resize(2 * buffer_.size());
}

void InputBuffer::consume(std::size_t count) {
  assert(count <= end_ - begin_ && "more is consumed than was read");
  lines_ += count_lines(window().substr(0, count));
  begin_ += count;
  offset_ += count;
}

Position InputBuffer::position() const {
  return Position{.line = static_cast<std::uint32_t>(lines_ + 1), .column = 1, .byte = offset_};
}

Position InputBuffer::position_at(std::size_t offset) const {
  const auto before = window().substr(0, offset);
  const auto lines = lines_ + count_lines(before);
  return Position{.line = static_cast<std::uint32_t>(lines + 1), .column = 1, .byte = offset_ + before.size()};
}

std::optional<Error> InputBuffer::take_error() { return std::exchange(error_, std::nullopt); }

}  // namespace aisle::loaders
