#pragma once
// Bytes in, from a file, standard input or memory, compressed or not.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::loaders {

/// A forward-only stream of bytes. Used by one thread.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// Fills the front of `into` and returns how much; 0 only at the end (or for an empty `into`).
  /// An error is final: the stream is at its end afterwards.
  virtual Result<std::size_t> read(std::span<char> into) = 0;

  /// Bytes taken so far from the outermost input (the compressed file), for a progress display.
  virtual std::uint64_t input_bytes() const = 0;
  /// Size of the outermost input where it is known (a file, not a pipe).
  virtual std::optional<std::uint64_t> input_size() const = 0;
};

/// Opens a file, or standard input for "-", as it is.
Result<std::unique_ptr<ByteStream>> open_raw_stream(const std::string& path);

/// Reads from `bytes`, which must outlive the stream.
std::unique_ptr<ByteStream> memory_stream(std::string_view bytes);

/// Passes plain bytes on and unpacks gzip and zstd (one member or several in a row), told apart by their magic
/// bytes. Input that ends inside a member, or is damaged, is an error after all that could still be unpacked.
Result<std::unique_ptr<ByteStream>> decompressing_stream(std::unique_ptr<ByteStream> inner);

}  // namespace aisle::loaders
