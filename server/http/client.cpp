#include "server/http/client.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>

#include "server/http/body_coding.hpp"

namespace aisle::server::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using BeastRequest = beast::http::request<beast::http::string_body>;
using BeastParser = beast::http::response_parser<beast::http::string_body>;
using BoostError = boost::system::error_code;

constexpr std::size_t kCompressFrom = 1024;
constexpr int kCompressionLevel = 3;
constexpr std::uint32_t kMaxHeadBytes = 64u << 10;

bool may_be_sent_twice(Method method) { return method != Method::post && method != Method::patch; }

Error to_error(const BoostError& error, const ClientOptions& options, std::string_view while_doing) {
  const auto message = fmt::format("{}:{}: {}: {}", options.host, options.port, while_doing, error.message());
  if (error == beast::error::timeout) return {ErrorCode::deadline_exceeded, message};
  if (error == beast::http::error::body_limit) return {ErrorCode::resource_exhausted, message};
  const bool hung_up = error == beast::http::error::end_of_stream || error == beast::http::error::partial_message;
  if (!hung_up && error.category() == make_error_code(beast::http::error::bad_method).category()) {
    return {ErrorCode::data_corrupt, message};
  }
  return {ErrorCode::unavailable, message};
}

}  // namespace

std::string_view ClientAnswer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

class Client::Connection {
 public:
  explicit Connection(ClientOptions options) : options_(std::move(options)) {}

  Result<ClientAnswer> send(const ClientRequest& request) {
    const bool reused = stream_ && stream_->socket().is_open();
    auto answer = try_once(request);
    const bool stale = !answer && reused && answer.error().code == ErrorCode::unavailable;
    if (stale && may_be_sent_twice(request.method)) return try_once(request);
    return answer;
  }

 private:
  Result<ClientAnswer> try_once(const ClientRequest& request) {
    if (auto status = connect(); !status) return std::move(status).error();
    auto message = build(request);
    if (!message) return std::move(message).error();
    BoostError error = write(*message);
    if (error) return hang_up(to_error(error, options_, "sending a request"));
    BeastParser parser;
    parser.body_limit(options_.max_answer_bytes);
    parser.header_limit(kMaxHeadBytes);
    if (request.method == Method::head) parser.skip(true);
    error = read(parser);
    if (error) return hang_up(to_error(error, options_, "reading an answer"));
    if (!parser.keep_alive()) close();
    return take(parser, request.method);
  }

  /// Runs the one operation that was started, with its time limit.
  void run() {
    io_.restart();
    io_.run();
  }

  Status connect() {
    if (stream_ && stream_->socket().is_open()) return {};
    BoostError error;
    net::ip::tcp::resolver resolver(io_);
    const auto addresses = resolver.resolve(options_.host, std::to_string(options_.port), error);
    if (error) return to_error(error, options_, "looking up the host");
    stream_.emplace(io_);
    buffer_.clear();
    stream_->expires_after(options_.connect_timeout);
    stream_->async_connect(addresses, [&](BoostError result, const net::ip::tcp::endpoint&) { error = result; });
    run();
    if (error) return hang_up(to_error(error, options_, "connecting"));
    stream_->socket().set_option(net::ip::tcp::no_delay(true), error);
    return {};
  }

  Result<BeastRequest> build(const ClientRequest& request) const {
    BeastRequest message;
    message.version(11);
    message.method_string(std::string(to_string(request.method)));
    message.target(request.target);
    message.set(beast::http::field::host, fmt::format("{}:{}", options_.host, options_.port));
    message.set(beast::http::field::user_agent, "aisle");
    if (!options_.authorization.empty()) message.set(beast::http::field::authorization, options_.authorization);
    if (options_.compress) message.set(beast::http::field::accept_encoding, "gzip");
    for (const auto& [name, value] : request.headers) message.set(name, value);
    if (!request.body.empty()) message.set(beast::http::field::content_type, request.content_type);
    if (options_.compress && request.body.size() >= kCompressFrom) {
      auto packed = gzip(request.body, kCompressionLevel);
      if (!packed) return std::move(packed).error();
      message.set(beast::http::field::content_encoding, "gzip");
      message.body() = *std::move(packed);
    } else {
      message.body() = request.body;
    }
    message.prepare_payload();
    return message;
  }

  BoostError write(const BeastRequest& message) {
    BoostError error;
    stream_->expires_after(options_.timeout);
    beast::http::async_write(*stream_, message, [&](BoostError result, std::size_t) { error = result; });
    run();
    return error;
  }

  BoostError read(BeastParser& parser) {
    BoostError error;
    stream_->expires_after(options_.timeout);
    beast::http::async_read(*stream_, buffer_, parser, [&](BoostError result, std::size_t) { error = result; });
    run();
    return error;
  }

  Result<ClientAnswer> take(BeastParser& parser, Method method) const {
    auto& message = parser.get();
    ClientAnswer answer;
    answer.status = static_cast<int>(message.result_int());
    for (const auto& field : message) {
      answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    answer.body = std::move(message.body());
    if (method == Method::head) return answer;
    const auto coding = coding_from(answer.header("content-encoding"));
    if (!coding) return Error(coding.error());
    if (*coding == Coding::identity) return answer;
    DecodeLimits limits;
    limits.max_bytes = options_.max_answer_bytes;
    auto decoded = decode_body(*coding, answer.body, limits);
    if (!decoded) return std::move(decoded).error();
    answer.body = *std::move(decoded);
    return answer;
  }

  Error hang_up(Error error) {
    close();
    return error;
  }

  void close() {
    BoostError ignored;
    if (stream_) stream_->socket().close(ignored);
  }

  const ClientOptions options_;
  net::io_context io_{1};
  std::optional<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
};

Client::Client(ClientOptions options) : connection_(std::make_unique<Connection>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Result<ClientAnswer> Client::send(const ClientRequest& request) { return connection_->send(request); }

Result<ClientAnswer> Client::get(std::string target) {
  ClientRequest request;
  request.target = std::move(target);
  return send(request);
}

Result<ClientAnswer> Client::post(std::string target, std::string body, std::string content_type) {
  ClientRequest request;
  request.method = Method::post;
  request.target = std::move(target);
  request.body = std::move(body);
  request.content_type = std::move(content_type);
  return send(request);
}

}  // namespace aisle::server::http
