#pragma once
// Where does one HTTP answer end? The least of RFC 9112 that tells: status, Content-Length, chunks.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aisle::bench {

/// Reads the answers of one connection, one after the other, out of bytes that arrive piecemeal. A load generator's
/// reader: it trusts the server, looks at nothing it does not need, and copies nothing but the body, if wanted.
class AnswerReader {
 public:
  /// `head_only`: answers of this connection have no body whatever their length says (HEAD).
  explicit AnswerReader(bool head_only) : head_only_(head_only) {}

  enum class Progress { more, done, broken };

  /// Takes `bytes` and says whether the answer under way is whole. A server that sends more than it was asked for is
  /// broken. After `done`, `status` and `body` are of that answer until the next call.
  Progress read(std::string_view bytes);

  int status() const { return status_; }
  /// Chunks joined; empty for HEAD.
  std::string_view body() const { return chunked_ ? std::string_view(joined_) : std::string_view(bytes_).substr(head_size_); }
  /// Head and body as they came over the wire.
  std::size_t wire_bytes() const { return bytes_.size(); }

 private:
  bool read_head();
  Progress read_chunks();

  const bool head_only_;
  bool whole_ = false;
  std::string bytes_;
  std::size_t head_size_ = 0;
  int status_ = 0;
  bool chunked_ = false;
  std::size_t content_length_ = 0;
  std::size_t next_chunk_ = 0;
  std::string joined_;
};

}  // namespace aisle::bench
