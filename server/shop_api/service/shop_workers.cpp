#include "server/shop_api/service/shop_workers.hpp"

#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/mapped_file.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/notifications/file_sink.hpp"
#include "carts_orders/notifications/message_sinks.hpp"
#include "carts_orders/notifications/outgoing_webhooks.hpp"
#include "carts_orders/notifications/templates.hpp"
#include "carts_orders/notifications/smtp_sink.hpp"
#include "carts_orders/payments/stripe_provider.hpp"
#include "carts_orders/payments/test_provider.hpp"
#include "carts_orders/shipping/test_carrier.hpp"
#include "carts_orders/workers/board_job_source.hpp"
#include "carts_orders/workers/file_journal.hpp"
#include "carts_orders/workers/workers.hpp"
#include "server/shop_api/providers/asio_executor.hpp"
#include "server/shop_api/providers/https_client.hpp"
#include "server/shop_api/service/webhook_intake.hpp"

namespace aisle::server::shop_api {
namespace {

/// Reads an order for a mail. A store that cannot be read has its own way of being noticed.
shop::FindOrder order_finder(shop::Shop& shop) {
  return [&shop](const shop::Id& id) {
    auto order = shop.reader().order(id);
    return order ? *std::move(order) : nullptr;
  };
}

/// The secret of the built-in provider's webhooks: made at random the first time, so that nobody outside can forge one.
Result<std::vector<std::string>> own_secret(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string secret;
  if (std::getline(stream, secret) && !secret.empty()) return std::vector{std::move(secret)};
  shop::SystemEntropy entropy;
  secret = "whsec_" + shop::new_token(entropy, 32);
  const std::string line = secret + "\n";
  if (Status written = write_file_atomically(file, std::as_bytes(std::span(line))); !written) return std::move(written).error();
  std::error_code failed;
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
  return std::vector{std::move(secret)};
}

}  // namespace

/// Used on the executor's thread but for the executor itself. In the order in which they are made.
struct ShopWorkers::Parts {
  Parts(const config::ShopConfig& config_in, std::filesystem::path directory_in, shop::Shop& shop_in)
      : config(config_in), directory(std::move(directory_in)), shop(shop_in) {}

  Status open();
  Status open_client();
  Status open_payment();
  Status open_shipping();
  Status open_notifications();
  void make_workers();
  void close();

  /// The built-in provider's notices go through the same door as everybody's: raw bytes and a signature.
  void deliver(std::string body, const std::string& signature, std::function<void(int)> done) {
    const Status taken = take_in_webhook(shop, *test_provider, std::move(body), signature, executor.now(),
                                         [done](const shop::Answer& answer) { done(answer.status); });
    if (!taken) done(400);
  }

  const config::ShopConfig config;
  const std::filesystem::path directory;
  shop::Shop& shop;
  AsioExecutor executor;
  std::unique_ptr<HttpsClient> http;
  std::unique_ptr<shop::FileJournal> payment_journal;
  std::unique_ptr<shop::TestProvider> test_provider;
  std::unique_ptr<shop::StripeProvider> stripe;
  std::unique_ptr<shop::FileJournal> carrier_journal;
  std::unique_ptr<shop::TestCarrier> test_carrier;
  std::optional<shop::Templates> templates;
  std::unique_ptr<shop::MessageSinks> messages;
  std::unique_ptr<shop::OutgoingWebhooks> webhooks;
  std::unique_ptr<shop::BoardJobSource> jobs;
  std::unique_ptr<shop::Workers> workers;
  bool closed = false;
};

Status ShopWorkers::Parts::open_client() {
  auto client = HttpsClient::open({.ca_file = config.ca_file}, executor);
  if (!client) return std::move(client).error();
  http = *std::move(client);
  return {};
}

/// The provider that is configured for new orders, and the built-in one in any case: orders that it began go on.
Status ShopWorkers::Parts::open_payment() {
  if (config.rules.payment_provider == "stripe") {
    stripe = std::make_unique<shop::StripeProvider>(
        shop::StripeSettings{.access = {.base_url = config.stripe_url, .secret_key = config.stripe_key},
                             .webhook_secrets = config.webhook_secrets},
        *http, executor);
  }
  auto journal = shop::FileJournal::open(directory / "test-provider.ndjson", executor);
  if (!journal) return std::move(journal).error();
  payment_journal = *std::move(journal);
  shop::TestProviderSettings settings;
  if (stripe == nullptr) settings.secrets = config.webhook_secrets;
  if (stripe != nullptr || settings.secrets.empty()) {
    auto secret = own_secret(directory / "webhook-secret");
    if (!secret) return std::move(secret).error();
    settings.secrets = *std::move(secret);
  }
  settings.outcome_delay = config.test_payment_delay;
  test_provider = std::make_unique<shop::TestProvider>(
      std::move(settings), executor, *payment_journal,
      [this](std::string body, std::string signature, std::function<void(int)> done) {
        deliver(std::move(body), signature, std::move(done));
      });
  return test_provider->open();
}

Status ShopWorkers::Parts::open_shipping() {
  auto journal = shop::FileJournal::open(directory / "test-carrier.ndjson", executor);
  if (!journal) return std::move(journal).error();
  carrier_journal = *std::move(journal);
  shop::TestCarrierSettings settings;
  settings.in_transit_after = config.test_delivery_delay / 5;
  settings.delivered_after = config.test_delivery_delay;
  test_carrier = std::make_unique<shop::TestCarrier>(settings, executor, *carrier_journal);
  return test_carrier->open();
}

Status ShopWorkers::Parts::open_notifications() {
  auto loaded = shop::Templates::load(config.name, config.templates);
  if (!loaded) return std::move(loaded).error();
  templates = *std::move(loaded);
  std::vector<std::unique_ptr<shop::MessageSink>> sinks;
  sinks.push_back(std::make_unique<shop::FileSink>(directory / "mail", config.mail_from, executor));
  if (!config.smtp_url.empty()) {
    auto smtp = shop::SmtpSink::open({.url = config.smtp_url,
                                      .user = config.smtp_user,
                                      .password = config.smtp_password,
                                      .from = config.mail_from,
                                      .hello = {},
                                      .ca_file = config.ca_file},
                                     executor);
    if (!smtp) return std::move(smtp).error();
    sinks.push_back(*std::move(smtp));
  }
  messages = std::make_unique<shop::MessageSinks>(std::move(sinks), executor);
  std::vector<shop::WebhookTarget> targets;
  for (const std::string& url : config.webhook_targets) {
    targets.push_back({.url = url, .secrets = config.webhook_signing_secrets, .events = {}, .allow_private = config.webhook_allow_private});
  }
  webhooks = std::make_unique<shop::OutgoingWebhooks>(std::move(targets), *http, executor);
  return {};
}

void ShopWorkers::Parts::make_workers() {
  jobs = std::make_unique<shop::BoardJobSource>(shop.jobs(), executor, [this] { return shop.now(); });
  std::map<std::string, shop::PaymentProvider*> providers{{"test", test_provider.get()}};
  if (stripe != nullptr) providers["stripe"] = stripe.get();
  shop::World world{.providers = std::move(providers),
                    .carriers = {{"test", test_carrier.get()}},
                    .templates = &*templates,
                    .messages = messages.get(),
                    .webhooks = webhooks.get(),
                    .find_order = order_finder(shop),
                    .restocker = config.restocker};
  auto submit = [this](shop::Request request, std::function<void(shop::Answer)> done) {
    shop.submit(std::move(request), std::move(done));
  };
  workers = std::make_unique<shop::Workers>(shop::WorkersSettings{}, std::move(world), executor, *jobs, submit);
}

Status ShopWorkers::Parts::open() {
  for (const auto step : {&Parts::open_client, &Parts::open_payment, &Parts::open_shipping, &Parts::open_notifications}) {
    if (Status opened = (this->*step)(); !opened) return opened;
  }
  make_workers();
  return {};
}

/// In reverse, on the executor's thread, where all of it lives.
void ShopWorkers::Parts::close() {
  executor.run_and_wait([this] {
    workers.reset();
    jobs.reset();
    webhooks.reset();
    messages.reset();
    test_carrier.reset();
    test_provider.reset();
    stripe.reset();
    http.reset();
  });
  executor.stop();
  closed = true;
}

ShopWorkers::ShopWorkers(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ShopWorkers::~ShopWorkers() { stop(); }

Result<std::unique_ptr<ShopWorkers>> ShopWorkers::open(const config::ShopConfig& config,
                                                       const std::filesystem::path& directory, shop::Shop& shop) {
  auto parts = std::make_unique<Parts>(config, directory, shop);
  parts->executor.start();
  Status opened;
  parts->executor.run_and_wait([&] { opened = parts->open(); });
  if (!opened) {
    parts->close();
    return std::move(opened).error();
  }
  return std::unique_ptr<ShopWorkers>(new ShopWorkers(std::move(parts)));
}

void ShopWorkers::start() {
  parts_->executor.run_and_wait([this] { parts_->workers->start(); });
}

/// The parts stay: the shop's line may still hold answers to them.
void ShopWorkers::stop() {
  if (!parts_->closed) parts_->close();
}

std::map<std::string, const shop::PaymentProvider*, std::less<>> ShopWorkers::providers() const {
  std::map<std::string, const shop::PaymentProvider*, std::less<>> providers{{"test", parts_->test_provider.get()}};
  if (parts_->stripe != nullptr) providers["stripe"] = parts_->stripe.get();
  return providers;
}

}  // namespace aisle::server::shop_api
