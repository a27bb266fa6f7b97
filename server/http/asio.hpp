#pragma once
// Asio's types as Aisle uses them: one io_context per thread, no type-erased executors. Included by .cpp files and by
// headers that only .cpp files of server/http include.
//
// GCC 12 destroys some temporaries of a co_await expression twice: lambdas with captures and braced aggregates must be
// named before the co_await that passes them.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace aisle::server::http {

namespace net = boost::asio;
using ErrorCodeOf = boost::system::error_code;
using Tcp = net::ip::tcp;
using Executor = net::io_context::executor_type;
using Socket = net::basic_stream_socket<Tcp, Executor>;
using Timer = net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Awaitable = net::awaitable<T, Executor>;
inline constexpr net::use_awaitable_t<Executor> kAwait{};

}  // namespace aisle::server::http
