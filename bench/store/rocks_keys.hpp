#pragma once
// How records and their indexes are keyed in RocksDB.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/records/change_set.hpp"

namespace aisle::bench {

// Letters of the tables.
template <class Record>
inline constexpr char kLetter = '?';
template <>
inline constexpr char kLetter<shop::Stock> = 'S';
template <>
inline constexpr char kLetter<shop::Price> = 'P';
template <>
inline constexpr char kLetter<shop::Reservation> = 'R';
template <>
inline constexpr char kLetter<shop::Cart> = 'C';
template <>
inline constexpr char kLetter<shop::CartOwner> = 'W';
template <>
inline constexpr char kLetter<shop::Order> = 'O';
template <>
inline constexpr char kLetter<shop::Intent> = 'I';
template <>
inline constexpr char kLetter<shop::Job> = 'J';
template <>
inline constexpr char kLetter<shop::StoredAnswer> = 'A';
template <>
inline constexpr char kLetter<shop::WebhookEvent> = 'H';
template <>
inline constexpr char kLetter<shop::Meta> = 'M';
template <>
inline constexpr char kLetter<shop::Event> = 'E';
template <>
inline constexpr char kLetter<shop::LedgerEntry> = 'L';

// Letters of the indexes. Each key ends with the record's own.
inline constexpr char kPendingReservations = 'r';
inline constexpr char kCartsByEnd = 'c';
inline constexpr char kOrdersByOwner = 'o';
inline constexpr char kDeadJobs = 'j';
inline constexpr char kAnswersByEnd = 'a';
inline constexpr char kWebhooksByTime = 'h';
inline constexpr char kParkedWebhooks = 'p';
inline constexpr char kEventsBySubject = 'e';
inline constexpr char kLedgerBySku = 'l';

/// Appends so that bytes sort as values do. Texts end with a zero byte; they hold none themselves.
class KeyWriter {
 public:
  explicit KeyWriter(char letter) : key_(1, letter) {}
  KeyWriter& number(std::int64_t value) { return word(static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63)); }
  KeyWriter& id(const shop::Id& id) { return word(id.high).word(id.low); }
  KeyWriter& text(std::string_view text) {
    key_ += text;
    key_ += '\0';
    return *this;
  }
  /// The last part of a key may hold any byte.
  KeyWriter& rest(std::string_view text) {
    key_ += text;
    return *this;
  }
  std::string take() { return std::move(key_); }

 private:
  KeyWriter& word(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) key_ += static_cast<char>(value >> shift);
    return *this;
  }
  std::string key_;
};

template <class Record>
std::string key_of(const typename Record::Key& key) {
  using Key = typename Record::Key;
  KeyWriter writer(kLetter<Record>);
  if constexpr (std::is_same_v<Key, shop::Id>) {
    writer.id(key);
  } else if constexpr (std::is_same_v<Key, std::int64_t>) {
    writer.number(key);
  } else if constexpr (std::is_same_v<Key, shop::StockKey>) {
    writer.text(key.sku).rest(key.location);
  } else {
    writer.rest(key);
  }
  return writer.take();
}

/// The keys that a record has in indexes.
std::vector<std::string> index_keys(const shop::Reservation& reservation);
std::vector<std::string> index_keys(const shop::Cart& cart);
std::vector<std::string> index_keys(const shop::Order& order);
std::vector<std::string> index_keys(const shop::Job& job);
std::vector<std::string> index_keys(const shop::StoredAnswer& answer);
std::vector<std::string> index_keys(const shop::WebhookEvent& event);
std::vector<std::string> index_keys(const shop::Event& event);
std::vector<std::string> index_keys(const shop::LedgerEntry& entry);
template <class Record>
std::vector<std::string> index_keys(const Record&) {
  return {};
}

/// Whether a record's index keys may move when it is replaced: then the one that is replaced must be read.
template <class Record>
inline constexpr bool kIndexMoves = std::is_same_v<Record, shop::Reservation> || std::is_same_v<Record, shop::Cart> ||
                                    std::is_same_v<Record, shop::Order> || std::is_same_v<Record, shop::Job> ||
                                    std::is_same_v<Record, shop::StoredAnswer> || std::is_same_v<Record, shop::WebhookEvent>;

}  // namespace aisle::bench
