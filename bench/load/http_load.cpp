#include "bench/load/http_load.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <deque>
#include <memory>

namespace aisle::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

/// The state of one run; everything happens on one thread.
class HttpLoad {
 public:
  HttpLoad(const HttpLoadOptions& options, const std::vector<PlannedRequest>& plan, std::uint32_t phases,
           std::uint32_t kinds)
      : options_(options), plan_(plan), wake_(context_) {
    report_.by_phase.resize(phases);
    report_.by_kind.resize(kinds);
    target_ = "/" + options.index + "/_search";
  }

  Result<HttpLoadReport> run() {
    boost::system::error_code problem;
    const asio::ip::address address = asio::ip::make_address(options_.host, problem);
    if (problem || !address.is_loopback()) {
      return Error(ErrorCode::invalid_argument, "the load driver targets loopback addresses only, not " + options_.host);
    }
    endpoint_ = {address, options_.port};
    start_ = Clock::now() + std::chrono::milliseconds(100);
    wake_.expires_at(Clock::time_point::max());
    asio::co_spawn(context_, dispatch(), asio::detached);
    for (std::uint32_t i = 0; i < options_.connections; ++i) asio::co_spawn(context_, connection(), asio::detached);
    context_.run();
    report_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    return std::move(report_);
  }

 private:
  Clock::time_point due(const PlannedRequest& request) const {
    return start_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(request.arrival.due_seconds));
  }

  // Puts each request into the queue at its due time, however busy the connections are.
  asio::awaitable<void> dispatch() {
    asio::steady_timer timer(context_);
    for (const PlannedRequest& request : plan_) {
      if (due(request) > Clock::now()) {
        timer.expires_at(due(request));
        co_await timer.async_wait(asio::use_awaitable);
      }
      const double late = std::chrono::duration<double, std::micro>(Clock::now() - due(request)).count();
      report_.worst_lateness_us = std::max(report_.worst_lateness_us, late);
      queue_.push_back(&request);
      wake_.cancel_one();
    }
    finished_ = true;
    wake_.cancel();
  }

  // Sends queued requests over one keep-alive connection until the plan is done.
  asio::awaitable<void> connection() {
    beast::tcp_stream stream(context_);
    beast::flat_buffer buffer;
    bool connected = false;
    for (;;) {
      while (queue_.empty() && !finished_) {
        boost::system::error_code woken;
        co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      }
      if (queue_.empty()) co_return;
      const PlannedRequest* request = queue_.front();
      queue_.pop_front();
      connected = co_await exchange(stream, buffer, *request, connected);
    }
  }

  // One request and its answer; false when the connection is of no more use.
  asio::awaitable<bool> exchange(beast::tcp_stream& stream, beast::flat_buffer& buffer, const PlannedRequest& planned,
                                 bool connected) {
    boost::system::error_code problem;
    stream.expires_after(std::chrono::milliseconds(static_cast<std::int64_t>(options_.timeout_seconds * 1000)));
    if (!connected) {
      stream.close();
      buffer.clear();
      co_await stream.async_connect(endpoint_, asio::redirect_error(asio::use_awaitable, problem));
      if (!problem) stream.socket().set_option(asio::ip::tcp::no_delay(true));
    }
    http::request<http::span_body<const char>> request(http::verb::post, target_, 11);
    request.set(http::field::host, options_.host);
    request.set(http::field::content_type, "application/json");
    request.body() = beast::span<const char>(planned.body->data(), planned.body->size());
    request.prepare_payload();
    if (!problem) co_await http::async_write(stream, request, asio::redirect_error(asio::use_awaitable, problem));
    http::response_parser<http::string_body> answer;
    answer.body_limit(64u << 20);
    if (!problem) co_await http::async_read(stream, buffer, answer, asio::redirect_error(asio::use_awaitable, problem));
    record(planned, problem, answer.get());
    co_return !problem && answer.get().keep_alive();
  }

  void record(const PlannedRequest& planned, const boost::system::error_code& problem,
              const http::response<http::string_body>& answer) {
    if (problem) {
      ++report_.failed;
      if (report_.first_failure.empty()) report_.first_failure = problem.message();
      return;
    }
    report_.bytes += answer.body().size();
    if (answer.result_int() == 429 || answer.result_int() == 503) {
      ++report_.rejected;
      return;
    }
    if (answer.result_int() != 200) {
      ++report_.failed;
      if (report_.first_failure.empty()) report_.first_failure = answer.body().substr(0, 500);
      return;
    }
    ++report_.answered;
    const double latency = std::chrono::duration<double, std::micro>(Clock::now() - due(planned)).count();
    report_.by_phase[planned.arrival.phase].add(latency);
    report_.by_kind[planned.kind].add(latency);
  }

  const HttpLoadOptions& options_;
  const std::vector<PlannedRequest>& plan_;
  asio::io_context context_{1};
  asio::steady_timer wake_;
  asio::ip::tcp::endpoint endpoint_;
  std::string target_;
  Clock::time_point start_;
  std::deque<const PlannedRequest*> queue_;
  bool finished_ = false;
  HttpLoadReport report_;
};

}  // namespace

Result<HttpLoadReport> run_http_load(const HttpLoadOptions& options, const std::vector<PlannedRequest>& plan,
                                     std::uint32_t phases, std::uint32_t kinds) {
  return HttpLoad(options, plan, phases, kinds).run();
}

}  // namespace aisle::bench
