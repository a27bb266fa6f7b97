#include "carts_orders/store/sqlite/statement.hpp"

#include <boost/endian/conversion.hpp>

#include <array>
#include <cstring>

#include "carts_orders/store/sqlite/failure.hpp"

namespace aisle::shop::sqlite {

// Big-endian, so that ids sort by time as bytes too.
void Statement::bind(int parameter, const Id& id) {
  if (id.is_null()) {
    sqlite3_bind_null(handle_, parameter + 1);
    return;
  }
  std::array<unsigned char, 16> bytes;
  boost::endian::store_big_u64(bytes.data(), id.high);
  boost::endian::store_big_u64(bytes.data() + 8, id.low);
  sqlite3_bind_blob(handle_, parameter + 1, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

std::optional<Id> Statement::id(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return Id{};
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(handle_, column));
  if (bytes == nullptr || sqlite3_column_bytes(handle_, column) != 16) return std::nullopt;
  return Id{boost::endian::load_big_u64(bytes), boost::endian::load_big_u64(bytes + 8)};
}

std::string_view Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))) : std::string_view();
}

Result<bool> Statement::next() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure(connection_, code, "read or write");
}

Status Statement::run() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_DONE || code == SQLITE_ROW) {
    sqlite3_reset(handle_);
    return {};
  }
  Error error = failure(connection_, code, "write");
  sqlite3_reset(handle_);
  return error;
}

}  // namespace aisle::shop::sqlite
