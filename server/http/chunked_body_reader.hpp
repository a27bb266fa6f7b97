#pragma once
// Beast's request parser, fed by hand: the framing of chunked bodies, with the checks that Beast leaves out.

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/header_rules.hpp"

namespace aisle::server::http {

/// Reads one request's chunked body out of bytes that arrive piecemeal. Neither movable nor reusable.
class ChunkedBodyReader {
 public:
  static constexpr std::size_t kReadBytes = 8u << 10;  ///< how much to ask the socket for at a time

  /// `text_limit_bytes` bounds what the body holds besides its data: extensions and trailers.
  ChunkedBodyReader(std::size_t body_limit_bytes, std::size_t text_limit_bytes);
  ChunkedBodyReader(const ChunkedBodyReader&) = delete;
  ChunkedBodyReader& operator=(const ChunkedBodyReader&) = delete;

  /// Takes the whole head, already checked.
  std::optional<HeadFault> read_head(std::string_view head);

  /// Takes what it can of `bytes` and returns how many it took; the rest is to be offered again with more behind it.
  /// REQUIRES: !done().
  std::size_t read(std::string_view bytes, std::optional<HeadFault>& fault);

  bool done() const { return parser_.is_done(); }
  std::string take_body() { return std::move(parser_.get().body()); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  std::optional<HeadFault> check_waiting(std::string_view waiting) const;
  std::optional<HeadFault> check_trailer() const;
  std::optional<HeadFault> fault_from(boost::system::error_code error) const;

  Parser parser_;
  const std::size_t text_limit_bytes_;
  bool waiting_ = false;  ///< for the rest of a line of a chunked body
  std::size_t extension_bytes_ = 0;
  std::size_t head_fields_ = 0;
  std::function<void(std::uint64_t, boost::beast::string_view, boost::system::error_code&)> on_chunk_;
};

}  // namespace aisle::server::http
