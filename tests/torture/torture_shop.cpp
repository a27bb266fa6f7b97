#include "tests/torture/torture_shop.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <future>
#include <utility>

#include "base/hash.hpp"
#include "base/json/json_document.hpp"
#include "carts_orders/store/sqlite_store.hpp"

namespace aisle::torture {

using namespace aisle::shop;

void log_line(std::string_view text) {
  std::string line(text);
  line += '\n';
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
}

std::string sku_name(std::int64_t number) { return fmt::format("sku-{}", number); }

Id id_in(const std::string& body) {
  const auto document = JsonDocument::parse(body);
  if (!document || !document->root().is_object()) return {};
  const auto value = document->root().find("id");
  return value ? parse_id(value->text()).value_or(Id{}) : Id{};
}

bool says_later(const Answer& answer) {
  return answer.status == 503 || answer.status == 507 ||
         (answer.status == 409 && answer.body.find("idempotency-in-flight") != std::string::npos);
}

ProductFacts NumberedCatalog::look_up(std::string_view sku) const {
  ProductFacts facts;
  facts.sku = sku;
  facts.exists = true;
  facts.title = "Tortured product";
  facts.price = Money{1999, *Currency::find("USD")};
  facts.opening_stock = options_.opening_stock;
  return facts;
}

void NumberedCatalog::publish(std::span<const LiveProduct> products) {
  points_.visit("publish");
  for (const LiveProduct& product : products) {
    if (product.stock && product.stock->available < 0) log_line(fmt::format("oversold {} {}", product.sku, product.stock->available));
  }
}

TortureShop::TortureShop(TortureOptions options)
    : options_(std::move(options)), points_(options_.kill_at, options_.kill_occurrence), catalog_(options_, points_) {
  wall_.move_by(options_.wall_offset);
}

std::unique_ptr<TortureShop> TortureShop::open(TortureOptions options) {
  const Stopwatch watch;
  const auto refuse = [](const Error& error) {
    log_line("refused-to-open " + error.message);
    return nullptr;
  };
  std::unique_ptr<TortureShop> torture(new TortureShop(std::move(options)));
  const TortureOptions& asked = torture->options_;
  auto sqlite = SqliteStore::open(asked.directory, {.checkpoint_pages = asked.checkpoint_pages});
  if (!sqlite) return refuse(sqlite.error());
  auto store = std::make_unique<WatchedStore>(*std::move(sqlite), torture->points_, asked.store);
  ShopOptions shop_options;
  shop_options.settings.reservation_lease = asked.lease;
  shop_options.settings.payment_poll_after = 200;
  shop_options.settings.payment_poll_every = 200;
  shop_options.writer.stop_process = [](const Error& error) {
    log_line("stopped " + error.message);
    std::_Exit(75);
  };
  auto opened = Shop::open(std::move(shop_options), std::move(store), torture->catalog_, torture->wall_, torture->boot_);
  if (!opened) return refuse(opened.error());
  torture->shop_ = *std::move(opened);
  log_line(fmt::format("ready {}", watch.elapsed_us() / 1000));
  return torture;
}

void TortureShop::submit(const Ask& ask, Completion done) {
  auto log_first = [this, ask, done = std::move(done)](Answer answer) {
    points_.visit("answer " + ask.verb());
    if (says_later(answer)) {
      log_line(fmt::format("later {} {}", ask.key, answer.status));
    } else {
      log_line(fmt::format("ack {} {} {:016x} {} {}", ask.key, answer.status, hash64(answer.body), to_string(id_in(answer.body)),
                           std::chrono::steady_clock::now().time_since_epoch().count()));
    }
    points_.visit("answered " + ask.verb());
    done(std::move(answer));
  };
  shop_->submit(to_request(ask, catalog_), std::move(log_first));
}

Answer TortureShop::call(Command command) {
  std::promise<Answer> promise;
  std::future<Answer> answer = promise.get_future();
  Request request{.principal = {.kind = Principal::Kind::internal}, .command = std::move(command)};
  for (std::int64_t i = 0; i < options_.skus; ++i) request.products.push_back(catalog_.look_up(sku_name(i)));
  shop_->submit(std::move(request), [&promise](Answer given) { promise.set_value(std::move(given)); });
  return answer.get();
}

}  // namespace aisle::torture
