// What operators ask: work that failed for good, backups, and whether the books are in order.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "carts_orders/json_fields.hpp"
#include "server/log/log.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMostDead = 1000;

bool is_queue(const ShopContext& shop, std::string_view name) {
  return shop.shop.jobs().depths(shop.shop.now()).contains(std::string(name));
}

void write_job(JsonWriter& json, const shop::Job& job) {
  json.begin_object().field("id", job.key).field("queue", job.queue).field("kind", job.kind);
  if (!job.subject.is_null()) json.field("subject", std::string_view(shop::to_string(job.subject)));
  json.field("attempts", job.attempts).field("last_error", job.last_error);
  shop::time_field(json, "created_at", job.created_at);
  if (!job.payload.empty()) json.key("payload").raw(job.payload);
  json.end_object();
}

/// "shop-20261122T130501.042Z.db"; backups are made one after the other and take longer than a millisecond.
std::string backup_name(EpochMillis now) {
  return fmt::format("shop-{:%Y%m%dT%H%M%S}.{:03}Z.db", fmt::gmtime(static_cast<std::time_t>(now / 1000)), now % 1000);
}

}  // namespace

void get_dead_jobs(const ShopContext& shop, Call call) {
  const std::string_view queue = call.request().param("queue");
  if (!is_queue(shop, queue)) return call.answer(not_found("queue"));
  const auto dead = shop.shop.reader().store().dead_jobs(queue, kMostDead);
  if (!dead) return call.answer(store_failed(dead.error()));
  call.answer(json_answer([&](JsonWriter& json) {
    json.begin_object().key("jobs").begin_array();
    for (const shop::Job& job : *dead) write_job(json, job);
    json.end_array().end_object();
  }));
}

void requeue_job(const ShopContext&, Call call) {
  const auto number = parse_integer(call.request().param("id"));
  if (!number || *number < 1) return call.answer(not_found("job"));
  call.submit(shop::JobCommand(shop::RequeueJob{.queue = std::string(call.request().param("queue")), .job = *number}));
}

void make_backup(const ShopContext& shop, Call call) {
  std::error_code failed;
  std::filesystem::create_directories(shop.backups, failed);
  const auto target = shop.backups / backup_name(shop.clock.now_ms());
  const Stopwatch watch;
  const Status made = shop.shop.backup(target, [](std::uint64_t, std::uint64_t) {});
  if (!made) {
    log::error("a backup failed", {{"file", target.string()}, {"what", made.error().message}});
    return call.answer(shop::problem(500, "backup-failed", made.error().message));
  }
  call.answer(json_answer([&](JsonWriter& json) {
    json.begin_object().field("file", std::string_view(target.string()));
    json.field("bytes", static_cast<std::uint64_t>(std::filesystem::file_size(target, failed)));
    json.field("took_ms", watch.elapsed_us() / 1000).end_object();
  }, 201));
}

}  // namespace aisle::server::shop_api
