// Request heads: what our rules let through, Beast reads in the same way.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/http/header_rules.hpp"

using namespace aisle::server::http;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::size_t from = 0;
  const std::size_t head_bytes = head_size(bytes, from);
  if (head_bytes == 0) return 0;
  Head head;
  if (check_head(bytes.substr(0, head_bytes), 200, head)) return 0;
  boost::beast::http::request_parser<boost::beast::http::empty_body> parser;
  boost::system::error_code error;
  const std::size_t taken = parser.put(boost::asio::const_buffer(bytes.data(), head_bytes), error);
  if (error) return 0;  // Beast may be stricter
  const auto& message = parser.get();
  const bool same = taken == head_bytes && std::string(message.method_string()) == head.method &&
                    std::string(message.target()) == head.target && parser.chunked() == head.chunked &&
                    parser.content_length().value_or(0) == head.content_length.value_or(0);
  if (!same) std::abort();
  return 0;
}
