#pragma once
// Whose turn is it? The requests of a run, as bytes ready to send.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.hpp"
#include "base/result.hpp"

namespace aisle::bench {

struct RequestShape {
  std::string method = "GET";
  std::string path = "/";
  std::string content_type = "application/json";
};

/// One whole request: line, fields, body.
std::string request_bytes(const RequestShape& shape, std::string_view body);

/// The requests of a run in order. Not thread-safe: the generator's one thread asks.
class RequestSource {
 public:
  virtual ~RequestSource() = default;
  /// The bytes of the next request, valid until the next call with the same `slot`; nothing when there are no more.
  /// `slot` is the connection that asks.
  virtual std::optional<std::string_view> next(std::uint32_t slot) = 0;
};

/// The same prebuilt requests in a circle, so that sending costs the generator nothing but the system call.
class PreparedRequests final : public RequestSource {
 public:
  /// One request for each body; `most` bounds how many are given out in all, 0 for no bound. REQUIRES: some body.
  PreparedRequests(const RequestShape& shape, const std::vector<std::string>& bodies, std::uint64_t most);
  std::optional<std::string_view> next(std::uint32_t slot) override;
  std::size_t distinct() const { return requests_.size(); }

 private:
  std::vector<std::string> requests_;
  const std::uint64_t most_;
  std::uint64_t given_ = 0;
};

/// A catalog of JSON lines as bulk requests of `batch` documents, each made when it is asked for.
class BulkRequests final : public RequestSource {
 public:
  static Result<BulkRequests> open(const std::string& file, std::string path, std::size_t batch, std::uint32_t slots);
  std::optional<std::string_view> next(std::uint32_t slot) override;
  std::uint64_t documents() const { return documents_; }

 private:
  BulkRequests(MappedFile file, std::string path, std::size_t batch, std::uint32_t slots);
  MappedFile file_;
  std::string_view rest_;
  RequestShape shape_;
  std::size_t batch_;
  std::uint64_t documents_ = 0;
  std::string body_;
  std::vector<std::string> slots_;
};

}  // namespace aisle::bench
