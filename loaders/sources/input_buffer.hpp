#pragma once
// The part of an input that is in memory: grows forward as a reader needs more, forgets what was consumed.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "loaders/sources/byte_stream.hpp"

namespace aisle::loaders {

/// Used by one thread. Views into window() are valid until grow() or consume().
class InputBuffer {
 public:
  /// Readable bytes after the window's end, which SIMD parsers may touch.
  static constexpr std::size_t kPadding = 64;

  explicit InputBuffer(std::unique_ptr<ByteStream> stream);

  /// What was read and not consumed.
  std::string_view window() const { return {buffer_.data() + begin_, end_ - begin_}; }
  /// Reads more behind the window; false at the end of the stream or after an error, for good.
  bool grow();
  bool at_end() const { return at_end_; }
  /// Forgets `count` bytes at the window's front, counting their line breaks. REQUIRES: count <= window().size().
  void consume(std::size_t count);

  /// Where the window begins (line from 1, byte from 0).
  Position position() const;
  /// Where byte `offset` of the window is.
  Position position_at(std::size_t offset) const;
  /// The error that ended the stream, told once.
  std::optional<Error> take_error();
  /// An error has ended the stream and was not yet taken.
  bool failed() const { return error_.has_value(); }
  const ByteStream& stream() const { return *stream_; }

 private:
  void make_room();

  std::unique_ptr<ByteStream> stream_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t offset_ = 0;  ///< of window()[0] in the unpacked input
  std::uint64_t lines_ = 0;   ///< line breaks before the window
  bool at_end_ = false;
  std::optional<Error> error_;
};

}  // namespace aisle::loaders
