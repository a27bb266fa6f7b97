#pragma once
// Reads that all fail, as from a device that is gone.

#include "carts_orders/store/store.hpp"

namespace aisle::shop {

class UnreadableStore final : public SnapshotReader {
  static Error failure() { return Error(ErrorCode::unavailable, "The device is gone.", "device_failed"); }

 public:
  Result<std::shared_ptr<const Stock>> find(const StockKey&) override { return failure(); }
  Result<std::shared_ptr<const Price>> find_price(std::string_view) override { return failure(); }
  Result<std::shared_ptr<const Reservation>> find_reservation(const Id&) override { return failure(); }
  Result<std::shared_ptr<const Cart>> find_cart(const Id&) override { return failure(); }
  Result<std::shared_ptr<const CartOwner>> find_cart_owner(std::string_view) override { return failure(); }
  Result<std::shared_ptr<const Order>> find_order(const Id&) override { return failure(); }
  Result<std::shared_ptr<const Intent>> find_intent(std::string_view) override { return failure(); }
  Result<std::shared_ptr<const Job>> find_job(std::int64_t) override { return failure(); }
  Result<std::shared_ptr<const StoredAnswer>> find_answer(std::string_view) override { return failure(); }
  Result<std::shared_ptr<const WebhookEvent>> find_webhook(std::string_view) override { return failure(); }
  Result<std::shared_ptr<const Meta>> find_meta(std::string_view) override { return failure(); }
  Result<std::vector<Stock>> stock_of(std::string_view) override { return failure(); }
  Result<std::vector<std::shared_ptr<const Order>>> orders_of(std::string_view, const Id&, std::size_t) override {
    return failure();
  }
  Result<std::vector<Event>> events_after(std::int64_t, std::size_t) override { return failure(); }
  Result<std::vector<Event>> events_of(const Id&, std::size_t) override { return failure(); }
  Result<std::int64_t> first_event() override { return failure(); }
  Result<std::vector<LedgerEntry>> ledger_of(std::string_view, std::int64_t, std::size_t) override { return failure(); }
  Result<std::vector<Job>> dead_jobs(std::string_view, std::size_t) override { return failure(); }
  Result<std::vector<Id>> carts_due(EpochMillis, std::size_t) override { return failure(); }
  Result<std::vector<std::string>> answers_due(EpochMillis, std::size_t) override { return failure(); }
  Result<std::vector<std::string>> webhooks_received_before(EpochMillis, std::size_t) override { return failure(); }
  Result<std::vector<std::shared_ptr<const WebhookEvent>>> parked_webhooks(std::size_t) override { return failure(); }
};

}  // namespace aisle::shop
