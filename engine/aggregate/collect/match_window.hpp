#pragma once
// A window's matches as collectors see them: as bits, and, once somebody asks, as a list.

#include <array>
#include <cstdint>
#include <span>

#include "engine/index/list_bits.hpp"
#include "engine/index/window.hpp"

namespace aisle::engine {

/// Views bits that outlive it. Used by one thread.
class MatchWindow {
 public:
  MatchWindow(DocId base, const WindowBits& bits) : base_(index_of(base)), bits_(bits) {}

  std::uint32_t base() const { return base_; }
  const WindowBits& bits() const { return bits_; }

  /// The matches' document numbers, increasing. Listed on the first call.
  std::span<const std::uint32_t> docs() {
    if (!listed_) list();
    return {docs_.data(), size_};
  }
  /// As many zeros: the owners of matches that all belong to bucket 0.
  static std::span<const std::uint32_t> owners_zero(std::size_t size) {
    static constexpr std::array<std::uint32_t, kWindowSize> kZeros{};
    return {kZeros.data(), size};
  }

 private:
  void list() {
    size_ = list_bits(bits_.words.data(), kWindowWords, base_, docs_.data());
    listed_ = true;
  }
  std::uint32_t base_;
  const WindowBits& bits_;
  bool listed_ = false;
  std::size_t size_ = 0;
  std::array<std::uint32_t, kWindowSize + kListSlack> docs_;  // written before read: only the first size_ are ever seen
};

}  // namespace aisle::engine
