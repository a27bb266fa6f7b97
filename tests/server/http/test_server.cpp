#include "tests/server/http/test_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <utility>

namespace aisle::server::http::testing {

ServerOptions test_options() {
  ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  options.pool.search = {2, 16};
  options.pool.write = {1, 16};
  options.pool.admin = {1, 16};
  return options;
}

TestServer::TestServer(Router router, ServerOptions options) {
  health_.install(router);
  server_ = std::make_unique<Server>(std::move(options), std::move(router), metrics_, health_);
  const auto status = server_->start();
  EXPECT_TRUE(status.ok()) << (status ? "" : status.error().message);
  health_.set_started();
}

TestServer::~TestServer() = default;

RawConnection::RawConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{5, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

RawConnection::~RawConnection() { ::close(socket_); }

void RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawConnection::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool RawConnection::fill() {
  char bytes[16384];
  const auto read = ::recv(socket_, bytes, sizeof bytes, 0);
  if (read <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(read));
  return true;
}

std::string RawConnection::read_until(std::string_view marker) {
  std::size_t at;
  while ((at = received_.find(marker)) == std::string::npos) {
    if (!fill()) return std::exchange(received_, "");
  }
  auto text = received_.substr(0, at + marker.size());
  received_.erase(0, text.size());
  return text;
}

std::string RawConnection::read_answer(bool head_only) {
  auto answer = read_until("\r\n\r\n");
  constexpr std::string_view kLength = "Content-Length: ";
  const auto at = answer.find(kLength);
  if (at == std::string::npos || head_only) return answer;
  std::size_t length = 0;
  std::from_chars(answer.data() + at + kLength.size(), answer.data() + answer.size(), length);
  while (received_.size() < length && fill()) {
  }
  answer += received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

std::string RawConnection::read_to_end() {
  char bytes[16384];
  for (;;) {
    const auto read = ::recv(socket_, bytes, sizeof bytes, 0);
    if (read < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::exchange(received_, "") + "<timeout>";
    if (read <= 0) return std::exchange(received_, "");
    received_.append(bytes, static_cast<std::size_t>(read));
  }
}

Handler ok_handler() {
  return [](const Request&, Reply reply) {
    Response response;
    response.body = R"({"ok":true})";
    reply.send(std::move(response));
  };
}

Handler echo_handler() {
  return [](const Request& request, Reply reply) {
    Response response;
    response.body = request.body;
    reply.send(std::move(response));
  };
}

}  // namespace aisle::server::http::testing
