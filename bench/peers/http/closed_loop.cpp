#include "bench/peers/http/closed_loop.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <vector>

#include "bench/peers/http/answer_reader.hpp"

namespace aisle::bench {
namespace {

using Clock = std::chrono::steady_clock;

Error broken(std::string_view what) {
  return Error(ErrorCode::unavailable, fmt::format("{}: {}", what, std::strerror(errno)));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

struct Connection {
  Connection(Descriptor socket_in, std::uint32_t slot_in, bool head_only)
      : socket(std::move(socket_in)), slot(slot_in), reader(head_only) {}
  Descriptor socket;
  std::uint32_t slot;
  AnswerReader reader;
  std::string_view unsent = {};
  std::uint64_t number = 0;
  Clock::time_point sent = {};
};

class ClosedLoop {
 public:
  ClosedLoop(const ClosedLoopOptions& options, RequestSource& source, const OnAnswer& on_answer)
      : options_(options), source_(source), on_answer_(on_answer), epoll_(::epoll_create1(0)), chunk_(256u << 10) {}

  Result<ClosedLoopReport> run() {
    if (auto status = connect_all(); !status) return std::move(status).error();
    start_ = Clock::now();
    counted_from_ = start_ + as_duration(options_.warmup_seconds);
    stop_at_ = options_.seconds > 0 ? counted_from_ + as_duration(options_.seconds) : Clock::time_point::max();
    for (Connection& connection : connections_) {
      if (auto status = send_next(connection, start_); !status) return std::move(status).error();
    }
    while (in_flight_ > 0) {
      if (auto status = serve_events(); !status) return std::move(status).error();
    }
    report_.seconds = std::chrono::duration<double>(std::min(Clock::now(), stop_at_) - counted_from_).count();
    return std::move(report_);
  }

 private:
  static Clock::duration as_duration(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  }

  Status connect_all() {
    for (std::uint32_t slot = 0; slot < options_.connections; ++slot) {
      Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
      sockaddr_in address = {};
      address.sin_family = AF_INET;
      address.sin_port = htons(options_.port);
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return broken("connect");
      const int on = 1;
      ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      connections_.emplace_back(std::move(socket), slot, options_.head_only);
      if (!watch(connections_.back(), EPOLL_CTL_ADD, EPOLLIN)) return broken("epoll_ctl");
    }
    return {};
  }

  bool watch(Connection& connection, int what, std::uint32_t events) {
    epoll_event event = {};
    event.events = events;
    event.data.ptr = &connection;
    return ::epoll_ctl(epoll_.get(), what, connection.socket.get(), &event) == 0;
  }

  Status send_next(Connection& connection, Clock::time_point now) {
    const auto request = now < stop_at_ ? source_.next(connection.slot) : std::nullopt;
    if (!request) return {};
    connection.unsent = *request;
    connection.number = asked_++;
    connection.sent = now;
    ++in_flight_;
    return send_rest(connection, false);
  }

  Status send_rest(Connection& connection, bool was_waiting) {
    while (!connection.unsent.empty()) {
      const auto sent = ::send(connection.socket.get(), connection.unsent.data(), connection.unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent < 0 && errno == EAGAIN) {
        return was_waiting || watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT) ? Status() : broken("epoll_ctl");
      }
      if (sent < 0) return broken("send");
      connection.unsent.remove_prefix(static_cast<std::size_t>(sent));
    }
    return !was_waiting || watch(connection, EPOLL_CTL_MOD, EPOLLIN) ? Status() : broken("epoll_ctl");
  }

  Status serve_events() {
    std::array<epoll_event, 64> events;
    const int ready = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 60'000);
    if (ready == 0) return Error(ErrorCode::deadline_exceeded, "no answer for a minute");
    if (ready < 0) return errno == EINTR ? Status() : broken("epoll_wait");
    for (int i = 0; i < ready; ++i) {
      auto& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (events[static_cast<std::size_t>(i)].events & EPOLLOUT) {
        if (auto status = send_rest(connection, true); !status) return status;
      }
      if (auto status = receive(connection); !status) return status;
    }
    return {};
  }

  Status receive(Connection& connection) {
    const auto received = ::recv(connection.socket.get(), chunk_.data(), chunk_.size(), MSG_DONTWAIT);
    if (received < 0 && errno == EAGAIN) return {};
    if (received < 0) return broken("recv");
    if (received == 0) return Error(ErrorCode::unavailable, "the server closed a connection");
    const auto progress = connection.reader.read({chunk_.data(), static_cast<std::size_t>(received)});
    if (progress == AnswerReader::Progress::broken) return Error(ErrorCode::data_corrupt, "an answer cannot be read");
    if (progress == AnswerReader::Progress::more) return {};
    const auto now = Clock::now();
    --in_flight_;
    count(connection, now);
    return send_next(connection, now);
  }

  void count(const Connection& connection, Clock::time_point now) {
    const AnswerReader& answer = connection.reader;
    ++report_.answers_in_all;
    if (on_answer_) on_answer_(connection.number, answer.status(), answer.body());
    if (answer.status() >= 400) {
      ++report_.failed;
      if (report_.first_failure.empty()) report_.first_failure = answer.body().substr(0, 500);
    }
    if (now < counted_from_ || now > stop_at_) return;
    ++report_.answers;
    report_.bytes += answer.wire_bytes();
    report_.statuses += static_cast<std::uint64_t>(answer.status());
    report_.latencies.add(std::chrono::duration<double, std::micro>(now - connection.sent).count());
  }

  const ClosedLoopOptions& options_;
  RequestSource& source_;
  const OnAnswer& on_answer_;
  Descriptor epoll_;
  std::deque<Connection> connections_;
  std::vector<char> chunk_;
  std::uint64_t asked_ = 0;
  std::uint32_t in_flight_ = 0;
  Clock::time_point start_, counted_from_, stop_at_;
  ClosedLoopReport report_;
};

}  // namespace

Result<ClosedLoopReport> run_closed_loop(const ClosedLoopOptions& options, RequestSource& source, const OnAnswer& on_answer) {
  return ClosedLoop(options, source, on_answer).run();
}

}  // namespace aisle::bench
