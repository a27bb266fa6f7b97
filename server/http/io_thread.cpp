#include "server/http/io_thread.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "server/http/session.hpp"

namespace aisle::server::http {
namespace {

constexpr std::chrono::milliseconds kSweepEvery{100};

}  // namespace

IoThread::IoThread() {
  mailbox_ = std::make_shared<Mailbox>([this] { net::post(io_, [box = mailbox_] { box->deliver_all(); }); });
}

IoThread::~IoThread() { stop(); }

void IoThread::start() {
  net::co_spawn(io_.get_executor(), [this] { return sweep(); }, net::detached);
  thread_ = std::thread([this] { io_.run(); });
  id_ = thread_.get_id();
}

void IoThread::stop() {
  mailbox_->close();
  if (!thread_.joinable()) return;
  net::post(io_, [this] {
    for (Session* session : sessions_) session->cut();
    work_.reset();
    io_.stop();
  });
  thread_.join();
}

void IoThread::close_idle_sessions() {
  net::post(io_, [this] {
    for (Session* session : sessions_) session->close_if_idle();
  });
}

Awaitable<void> IoThread::sweep() {
  Timer timer(io_.get_executor());
  for (;;) {
    timer.expires_after(kSweepEvery);
    co_await timer.async_wait(kAwait);
    const auto now = std::chrono::steady_clock::now();
    for (Session* session : sessions_) session->sweep(now);
  }
}

}  // namespace aisle::server::http
