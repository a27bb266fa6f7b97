#pragma once
// Terms of all segments: each gets one number for the request.

#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"

namespace aisle::engine {

/// Owns copies of the terms' bytes.
class KeyTable {
 public:
  std::uint32_t find_or_add(std::string_view term) {
    const auto found = numbers_.find(term);
    if (found != numbers_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(terms_.size());
    terms_.push_back(keep(term));
    numbers_.emplace(terms_.back(), number);
    return number;
  }
  std::string_view term(std::uint64_t number) const { return terms_[number]; }
  std::size_t size() const { return terms_.size(); }

 private:
  static constexpr std::size_t kBlockBytes = 1U << 16;

  std::string_view keep(std::string_view term) {
    if (term.empty()) return {};
    if (term.size() > left_) {
      left_ = term.size() > kBlockBytes ? term.size() : kBlockBytes;
      blocks_.push_back(std::make_unique<char[]>(left_));
      next_ = blocks_.back().get();
    }
    char* const at = next_;
    std::memcpy(at, term.data(), term.size());
    next_ += term.size();
    left_ -= term.size();
    return {at, term.size()};
  }
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(std::string_view term) const { return hash64(term); }
  };
  boost::unordered_flat_map<std::string_view, std::uint32_t, Hash> numbers_;
  std::vector<std::string_view> terms_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace aisle::engine
