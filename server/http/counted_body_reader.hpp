#pragma once
// The body of a request that said its length.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/header_rules.hpp"

namespace aisle::server::http {

/// Takes as many bytes as were announced. The announcement is not believed before the bytes are there: memory grows with
/// what arrived.
class CountedBodyReader {
 public:
  static constexpr std::size_t kReadBytes = 64u << 10;  ///< how much to ask the socket for at a time

  /// Faulty at once when `length` is past the limit.
  CountedBodyReader(std::uint64_t length, std::size_t body_limit_bytes, std::optional<HeadFault>& fault) : missing_(length) {
    if (length > body_limit_bytes) fault = HeadFault{413, "the request's body is larger than the limit"};
  }

  /// Returns how many of `bytes` belong to the body. REQUIRES: !done().
  std::size_t read(std::string_view bytes, std::optional<HeadFault>&) {
    const auto taken = bytes.substr(0, missing_);
    body_ += taken;
    missing_ -= taken.size();
    return taken.size();
  }

  bool done() const { return missing_ == 0; }
  std::string take_body() { return std::move(body_); }

 private:
  std::uint64_t missing_;
  std::string body_;
};

}  // namespace aisle::server::http
