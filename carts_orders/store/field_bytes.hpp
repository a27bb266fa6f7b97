#pragma once
// Records as bytes: what checksums are computed over, what comparisons compare, and the values of key-value stores.
// Little-endian words, texts with their lengths, parts one after another.

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "carts_orders/store/record_fields.hpp"

namespace aisle::shop {

/// Appends fields to a string.
class FieldBytesWriter {
 public:
  explicit FieldBytesWriter(std::string& out) : out_(out) {}

  template <class T>
  void operator()(std::string_view, const T& value) {
    write(value);
  }
  template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
  void write(T value) {
    const auto word = static_cast<std::int64_t>(value);
    out_.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  void write(const std::string& text) {
    write(text.size());
    out_ += text;
  }
  void write(const Id& id) {
    write(id.high);
    write(id.low);
  }
  void write(const Currency& currency) { write(std::string(currency.code())); }
  void write(const Money& money) {
    write(money.amount);
    write(money.currency);
  }
  template <class A, class B>
  void write(const std::pair<A, B>& pair) {
    write(pair.first);
    write(pair.second);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    write(list.size());
    for (const T& element : list) write(element);
  }
  template <HasFields T>
  void write(const T& part) {
    for_each_field(part, *this);
  }

 private:
  std::string& out_;
};

/// Reads what the writer wrote, from bytes that need not be sound: `ok()` is false once something did not fit, and what
/// is read from then on is zero or empty.
class FieldBytesReader {
 public:
  explicit FieldBytesReader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  /// Everything was read, and was sound.
  bool done() const { return ok_ && bytes_.empty(); }

  template <class T>
  void operator()(std::string_view, T& value) {
    read(value);
  }
  template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
  void read(T& value) {
    value = static_cast<T>(word());
  }
  void read(std::string& text) {
    const std::uint64_t size = word();
    if (size > bytes_.size()) return fail();
    text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
  }
  void read(Id& id) {
    id.high = word();
    id.low = word();
  }
  void read(Currency& currency) {
    std::string code;
    read(code);
    if (code.empty()) return;
    const auto found = Currency::find(code);
    if (!found) return fail();
    currency = *found;
  }
  void read(Money& money) {
    read(money.amount);
    read(money.currency);
  }
  template <class A, class B>
  void read(std::pair<A, B>& pair) {
    read(pair.first);
    read(pair.second);
  }
  template <class T>
  void read(std::vector<T>& list) {
    const std::uint64_t size = word();
    if (size > bytes_.size()) return fail();  // an element takes a byte at least
    list.clear();
    for (std::uint64_t at = 0; at < size && ok_; ++at) read(list.emplace_back());
  }
  template <HasFields T>
  void read(T& part) {
    for_each_field(part, *this);
  }

 private:
  std::uint64_t word() {
    std::uint64_t value = 0;
    if (bytes_.size() < sizeof value) {
      fail();
      return 0;
    }
    bytes_.copy(reinterpret_cast<char*>(&value), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  void fail() {
    ok_ = false;
    bytes_ = {};
  }

  std::string_view bytes_;
  bool ok_ = true;
};

template <class Record>
std::string bytes_of(const Record& record) {
  std::string bytes;
  FieldBytesWriter(bytes).write(record);
  return bytes;
}

/// The checksum of a record.
template <class Record>
std::uint64_t checksum_of(const Record& record) {
  return hash64(std::string_view(bytes_of(record)));
}

/// The link of a chained list (events, ledger): depends on every entry up to and with this one. The first follows 0.
template <class Entry>
std::uint64_t chain_link(std::uint64_t previous, const Entry& entry) {
  std::string bytes;
  FieldBytesWriter writer(bytes);
  writer.write(previous);
  writer.write(entry);
  return hash64(std::string_view(bytes));
}

}  // namespace aisle::shop
