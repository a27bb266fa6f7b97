#include "server/http/exchange.hpp"

#include <fmt/format.h>

#include <cassert>
#include <exception>

#include "server/http/media_type.hpp"
#include "server/log/log.hpp"

namespace aisle::server::http {

void Mailbox::push(std::shared_ptr<Exchange> exchange) {
  MutexLock lock(mutex_);
  if (!wake_) return;
  arrived_.push_back(std::move(exchange));
  if (arrived_.size() == 1) wake_();
}

void Mailbox::deliver_all() {
  std::vector<std::shared_ptr<Exchange>> arrived;
  {
    MutexLock lock(mutex_);
    arrived.swap(arrived_);
  }
  for (auto& exchange : arrived) exchange->complete();
}

void Mailbox::close() {
  std::vector<std::shared_ptr<Exchange>> dropped;
  MutexLock lock(mutex_);
  wake_ = nullptr;
  dropped.swap(arrived_);
}

Exchange::Exchange(std::shared_ptr<ServerContext> context_in, std::shared_ptr<Mailbox> mailbox,
                   std::thread::id io_thread)
    : context(std::move(context_in)),
      body_lease(context->bodies),
      mailbox_(std::move(mailbox)),
      io_thread_(io_thread) {}

Exchange::~Exchange() { end(); }

void Exchange::begin() {
  under_way_ = true;
  context->metrics.requests_in_flight.fetch_add(1, std::memory_order_relaxed);
}

void Exchange::end() {
  if (std::exchange(under_way_, false)) context->metrics.requests_in_flight.fetch_sub(1, std::memory_order_relaxed);
}

void Exchange::renew() {
  end();
  request.clear();
  route = nullptr;
  coding = Coding::identity;
  head_only = false;
  body_lease.release();
  response_ = Response{};
  answered_ = false;
}

void Exchange::dispatch(std::optional<Response> refusal) {
  started = std::chrono::steady_clock::now();
  if (const auto limit = context->options.timeouts.request; limit.count() > 0) request.deadline = started + limit;
  if (!refusal && !request.body.empty()) refusal = check_content_type(request.header("content-type"));
  if (refusal) return deliver(*std::move(refusal));
  if (route->endpoint_class == EndpointClass::light) return run_handler();
  ComputePool::Job job = [self = shared_from_this()] { self->run_handler(); };
  if (!context->pool.try_submit(route->endpoint_class, std::move(job))) {
    context->metrics.requests_rejected.fetch_add(1, std::memory_order_relaxed);
    deliver(rejection());
  }
}

Response Exchange::rejection() const {
  const auto load = context->pool.load(route->endpoint_class);
  const auto name = to_string(route->endpoint_class);
  auto response = error_response(
      429, "es_rejected_execution_exception",
      fmt::format("rejected execution of {} {} on EsThreadPoolExecutor[name = aisle/{}, queue capacity = {}, active "
                  "threads = {}, queued tasks = {}, completed tasks = {}]",
                  to_string(request.method), request.path, name,
                  context->options.pool.of(route->endpoint_class).queue_capacity, load.running, load.queued,
                  load.completed));
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

void Exchange::run_handler() {
  if (request.cancel.cancelled()) {
    // Its client left or its time ran out while it waited: under overload, work for nobody makes it worse.
    return deliver(error_response(503, "timeout_exception", "the request was cancelled while it waited to run"));
  }
  // The Reply answers 500 by itself when an exception destroys it.
  try {
    if (!decode()) return;
    route->handler(request, Reply(shared_from_this()));
  } catch (const std::exception& failure) {
    log::error("handler failed", {{"route", route->pattern}, {"request_id", request.request_id}, {"what", failure.what()}});
  } catch (...) {
    log::error("handler failed", {{"route", route->pattern}, {"request_id", request.request_id}});
  }
}

bool Exchange::decode() {
  if (coding == Coding::identity || request.body.empty()) return true;
  const Limits& limits = context->options.limits;
  const bool light = route->endpoint_class == EndpointClass::light;
  DecodeLimits decode_limits;
  decode_limits.max_bytes = light ? limits.light_body_bytes : limits.body_bytes;
  decode_limits.max_ratio = limits.decompression_ratio;
  auto decoded = decode_body(coding, request.body, decode_limits);
  if (!decoded) {
    const bool large = decoded.error().code == ErrorCode::resource_exhausted;
    deliver(error_response(large ? 413 : 400, large ? "content_too_long_exception" : "illegal_argument_exception",
                           decoded.error().message));
    return false;
  }
  if (!body_lease.grow(decoded->size())) {
    deliver(error_response(429, "circuit_breaking_exception",
                           "[in_flight_requests] Data too large: the bodies of all requests under way pass the limit"));
    return false;
  }
  request.body = *std::move(decoded);
  return true;
}

void Exchange::deliver(Response response) {
  dress(response);
  response_ = std::move(response);
  if (std::this_thread::get_id() == io_thread_) return complete();
  mailbox_->push(shared_from_this());
}

void Exchange::complete() {
  assert(!answered_ && "an exchange is answered once");
  answered_ = true;
  if (on_answer_) on_answer_();
}

void Exchange::dress(Response& response) const {
  if (response.content_type == "application/json") response.content_type = json_type_for(request.header("accept"));
  context->cors.decorate(request, response);
  compress(response);
}

void Exchange::compress(Response& response) const {
  const CompressionOptions& options = context->options.compression;
  if (!options.enabled || !response.compress || response.body.size() < options.min_bytes) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(request.header("accept-encoding"))) return;
  auto packed = gzip(response.body, options.level);
  if (!packed || packed->size() >= response.body.size()) return;
  response.body = *std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace aisle::server::http
