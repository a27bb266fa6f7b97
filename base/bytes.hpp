#pragma once
// Little-endian, unaligned reading and appending of fixed-width values: the words that stored formats are made of.

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aisle {

static_assert(std::endian::native == std::endian::little, "stored formats are little-endian and read in place");

template <class T>
  requires std::is_trivially_copyable_v<T>
T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

/// A growing buffer of bytes.
class ByteWriter {
 public:
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void put(T value) {
    append(std::as_bytes(std::span(&value, 1)));
  }
  void append(std::span<const std::byte> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  void append(std::string_view text) { append(std::as_bytes(std::span(text.data(), text.size()))); }
  /// A 32-bit length, then the bytes.
  void put_string(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    append(text);
  }
  /// Pads with zeros until the size is a multiple of `alignment`.
  void align(std::size_t alignment) {
    while (bytes_.size() % alignment != 0) bytes_.push_back(std::byte{0});
  }
  std::size_t size() const { return bytes_.size(); }
  std::span<const std::byte> bytes() const { return bytes_; }
  std::vector<std::byte> take() && { return std::move(bytes_); }
  std::vector<std::byte>& buffer() { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

/// Reads what ByteWriter wrote, from bytes that need not be sound: past the end, `ok()` turns false for good and
/// every further read gives zeros or empty views.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <class T>
    requires std::is_trivially_copyable_v<T>
  T get() {
    if (remaining() < sizeof(T)) return fail(), T{};
    T value = load<T>(bytes_.data() + offset_);
    offset_ += sizeof(T);
    return value;
  }
  std::span<const std::byte> get_bytes(std::size_t size) {
    if (remaining() < size) return fail(), std::span<const std::byte>{};
    auto view = bytes_.subspan(offset_, size);
    offset_ += size;
    return view;
  }
  std::string_view get_string() {
    auto view = get_bytes(get<std::uint32_t>());
    return {reinterpret_cast<const char*>(view.data()), view.size()};
  }
  bool ok() const { return ok_; }
  std::size_t offset() const { return offset_; }
  std::size_t remaining() const { return ok_ ? bytes_.size() - offset_ : 0; }

 private:
  void fail() { ok_ = false; }
  std::span<const std::byte> bytes_;
  std::size_t offset_ = 0;
  bool ok_ = true;
};

}  // namespace aisle
