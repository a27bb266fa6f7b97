#include "server/http/chunked_body_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <iterator>

namespace aisle::server::http {
namespace {

namespace beast_http = boost::beast::http;

/// What every chunked body ends in. Beast asserts that it is not offered fewer bytes than this once it saw the last
/// chunk's size, but itself asks for more of them ("0\r\n", then one byte).
constexpr std::string_view kShortestEnd = "0\r\n\r\n";

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

ChunkedBodyReader::ChunkedBodyReader(std::size_t body_limit_bytes, std::size_t text_limit_bytes) : text_limit_bytes_(text_limit_bytes) {
  parser_.body_limit(body_limit_bytes);
  parser_.header_limit(static_cast<std::uint32_t>(text_limit_bytes));
  on_chunk_ = [this](std::uint64_t, boost::beast::string_view extensions, boost::system::error_code& error) {
    extension_bytes_ += extensions.size();
    const bool sound = sound_chunk_extensions(view(extensions)) && extension_bytes_ <= text_limit_bytes_;
    if (!sound) error = beast_http::error::bad_chunk_extension;
  };
  parser_.on_chunk_header(on_chunk_);
}

std::optional<HeadFault> ChunkedBodyReader::read_head(std::string_view head) {
  boost::system::error_code error;
  const std::size_t taken = parser_.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (error) return fault_from(error);
  if (taken != head.size() || !parser_.is_header_done()) return HeadFault{400, "malformed head"};
  parser_.eager(true);
  const auto& fields = parser_.get();
  head_fields_ = static_cast<std::size_t>(std::distance(fields.begin(), fields.end()));
  return std::nullopt;
}

std::size_t ChunkedBodyReader::read(std::string_view bytes, std::optional<HeadFault>& fault) {
  if (waiting_ && bytes.size() < kShortestEnd.size()) {
    fault = check_waiting(bytes);
    return 0;
  }
  std::size_t taken = 0;
  boost::system::error_code error;
  while (taken < bytes.size() && !done() && !error) {
    taken += parser_.put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
  }
  waiting_ = error == beast_http::error::need_more;
  if (waiting_) {
    fault = check_waiting(bytes.substr(taken));
  } else if (error) {
    fault = fault_from(error);
  } else if (done()) {
    fault = check_trailer();
  }
  return taken;
}

/// What Beast leaves for later is the unfinished line of a chunk's size, or a trailer.
std::optional<HeadFault> ChunkedBodyReader::check_waiting(std::string_view waiting) const {
  if (waiting.size() > text_limit_bytes_) return HeadFault{431, "chunk extensions or trailers are too large"};
  if (has_bare_line_feed(waiting)) return HeadFault{400, "a line of the chunked body does not end in CR LF"};
  return std::nullopt;
}

/// Beast appends trailer fields to those of the head, and does not tell them apart.
std::optional<HeadFault> ChunkedBodyReader::check_trailer() const {
  std::size_t number = 0;
  for (const auto& field : parser_.get()) {
    if (number++ < head_fields_) continue;
    if (!allowed_in_trailer(view(field.name_string()))) return HeadFault{400, "a trailer holds a field that it must not"};
  }
  return std::nullopt;
}

std::optional<HeadFault> ChunkedBodyReader::fault_from(boost::system::error_code error) const {
  if (error == beast_http::error::body_limit) return HeadFault{413, "the request's body is larger than the limit"};
  if (error == beast_http::error::header_limit) return HeadFault{431, "the request's head is too large"};
  return HeadFault{400, "malformed chunked body or head"};
}

}  // namespace aisle::server::http
