#include "carts_orders/inventory/counting.hpp"

#include <fmt/format.h>

#include <utility>

#include "carts_orders/inventory/open_stock.hpp"

namespace aisle::shop {
namespace {

/// The stock before it is opened: a refused count leaves no record behind.
std::expected<Stock, CountRefusal> current(Transaction& tx, const StockKey& key, ExpectedVersion if_match) {
  std::optional<Stock> stock = peek_stock(tx, key);
  if (!stock) {
    return std::unexpected(CountRefusal{404, "sku-not-found", fmt::format("There is no product with SKU [{}] in the catalog.", key.sku), {}});
  }
  if (if_match && *if_match != stock->version) {
    return std::unexpected(CountRefusal{
        412, "version-mismatch",
        fmt::format("If-Match names version {}, but the current one is {}; read it again, then decide.", *if_match, stock->version),
        std::move(stock)});
  }
  return *std::move(stock);
}

std::optional<CountRefusal> refuse_count(const Stock& stock, std::int64_t on_hand, std::string_view code) {
  const std::int64_t promised = stock.reserved + stock.committed;
  if (on_hand >= promised) return std::nullopt;
  return CountRefusal{409, code,
                      fmt::format("{} units of [{}] at [{}] are reserved or sold; on_hand cannot be {}.", promised,
                                  stock.key.sku, stock.key.location, on_hand),
                      stock};
}

CountRefusal out_of_range(std::string detail) { return {422, "quantity-limit", std::move(detail), {}}; }

}  // namespace

CountOutcome count_to(Transaction& tx, const StockKey& key, std::int64_t on_hand, ExpectedVersion if_match,
                      std::string reason) {
  if (on_hand < 0 || on_hand > kMostUnits) {
    return std::unexpected(out_of_range(fmt::format("on_hand is {}; it can be 0 to {}.", on_hand, kMostUnits)));
  }
  const auto stock = current(tx, key, if_match);
  if (!stock) return std::unexpected(stock.error());
  if (auto refusal = refuse_count(*stock, on_hand, "below-commitments")) return std::unexpected(*std::move(refusal));
  return set_stock(tx, *open_stock(tx, key), on_hand, std::move(reason));
}

CountOutcome count_by(Transaction& tx, const StockKey& key, std::int64_t delta, ExpectedVersion if_match,
                      std::string reason) {
  if (delta == 0 || delta > kMostUnits || delta < -kMostUnits) {
    return std::unexpected(out_of_range(fmt::format("delta is {}; it can be 1 to {}, or as many less.", delta, kMostUnits)));
  }
  const auto stock = current(tx, key, if_match);
  if (!stock) return std::unexpected(stock.error());
  if (stock->on_hand + delta > kMostUnits) {
    return std::unexpected(out_of_range(fmt::format("on_hand would be more than {}.", kMostUnits)));
  }
  if (auto refusal = refuse_count(*stock, stock->on_hand + delta, "insufficient-stock")) {
    return std::unexpected(*std::move(refusal));
  }
  return adjust_stock(tx, *open_stock(tx, key), delta, std::move(reason));
}

Answer to_answer(const CountRefusal& refusal) {
  Answer answer = problem(refusal.status, refusal.code, refusal.detail, [&](JsonWriter& json) {
    if (!refusal.stock) return;
    json.field("on_hand", refusal.stock->on_hand);
    json.field("reserved", refusal.stock->reserved);
    json.field("committed", refusal.stock->committed);
    json.field("available", refusal.stock->available());
    json.field("version", refusal.stock->version);
  });
  if (!refusal.stock) return answer;
  return std::move(answer).with("ETag", etag(refusal.stock->version));
}

}  // namespace aisle::shop
