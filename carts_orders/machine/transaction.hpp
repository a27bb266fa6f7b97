#pragma once
// START HERE for handlers: what a command's handler sees and may do. Nothing it does is visible to anybody before the
// batch is durable; an answer of 400 or above takes all of it back.
//
//   Answer handle(Transaction& tx, const RemoveLine& command);

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/command.hpp"
#include "carts_orders/machine/settings.hpp"
#include "carts_orders/machine/tables.hpp"

namespace aisle::shop {

/// One command at work. Lives for the handler's call; used by the writer's thread only.
class Transaction {
 public:
  Transaction(Tables& tables, Entropy& entropy, const ShopSettings& settings, const Request& request, EpochMillis now)
      : tables_(tables), entropy_(entropy), settings_(settings), request_(request), now_(now) {}

  // Inputs.
  EpochMillis now() const { return now_; }
  const ShopSettings& settings() const { return settings_; }
  const Request& request() const { return request_; }
  const Principal& principal() const { return request_.principal; }
  /// The catalog's facts of a product, or null when the request brought none.
  const ProductFacts* product(std::string_view sku) const;
  Id new_id() { return shop::new_id(entropy_, now_); }
  std::string new_token(std::size_t bytes) { return shop::new_token(entropy_, bytes); }

  // Records. `find` gives null for what does not exist; records do not change once put, so copy, change, put.
  template <class Record>
  std::shared_ptr<const Record> find(const typename Record::Key& key) {
    return tables_.of<Record>().find(key);
  }
  template <class Record>
  void put(Record record) {
    if constexpr (std::is_same_v<Record, Reservation>) {
      const Id key = record.key;
      tables_.of<Reservation>().put(std::move(record));
      tables_.pending_holds.note(tables_.of<Reservation>().find(key));
    } else {
      tables_.of<Record>().put(std::move(record));
    }
  }
  template <class Record>
  void erase(const typename Record::Key& key) {
    tables_.of<Record>().erase(key);
  }

  /// Pending reservations by their leases, with what this command and the batch's earlier ones did.
  const PendingHolds& pending_holds() const { return tables_.pending_holds; }

  /// Appends to the ordered feed. `data` is a JSON object.
  void emit(std::string kind, const Id& subject, std::string data);
  /// Appends to the stock ledger; number and time are set here, and the number returned.
  std::int64_t post(LedgerEntry entry);
  /// Records a job; its number and creation time are set here and the number returned. A `run_at` of 0 means at once.
  std::int64_t enqueue(Job job);

 private:
  Tables& tables_;
  Entropy& entropy_;
  const ShopSettings& settings_;
  const Request& request_;
  const EpochMillis now_;
};

}  // namespace aisle::shop
