#include "carts_orders/store/schema.hpp"

#include <utility>

namespace aisle::shop {
namespace {

// Rows of orders, carts, answers, events and the ledger are appended or long, and lie in the order written, with their
// keys in an index: a key's index page then holds a hundred keys, not four rows.
constexpr std::string_view kSchema = R"sql(
CREATE TABLE stock (
  sku TEXT NOT NULL,
  location TEXT NOT NULL,
  on_hand {integer} NOT NULL CHECK (on_hand >= 0),
  reserved {integer} NOT NULL CHECK (reserved >= 0),
  committed {integer} NOT NULL CHECK (committed >= 0),
  version {integer} NOT NULL,
  PRIMARY KEY (sku, location),
  CHECK (reserved + committed <= on_hand)
){small_table};

CREATE TABLE prices (
  sku TEXT NOT NULL PRIMARY KEY,
  amount {integer} NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  version {integer} NOT NULL
){small_table};

CREATE TABLE reservations (
  id {id} NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('pending', 'committed', 'released', 'expired', 'fulfilled', 'restocked')),
  owner TEXT NOT NULL,
  lines TEXT NOT NULL,
  created_at {integer} NOT NULL,
  expires_at {integer} NOT NULL,
  extendable_until {integer} NOT NULL,
  version {integer} NOT NULL
){small_table};
CREATE INDEX reservations_pending ON reservations (expires_at) WHERE state = 'pending';

CREATE TABLE carts (
  id {id} NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('active', 'in_checkout', 'ordered', 'merged', 'expired')),
  owner TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  lines TEXT NOT NULL,
  created_at {integer} NOT NULL,
  updated_at {integer} NOT NULL,
  expires_at {integer} NOT NULL,
  version {integer} NOT NULL,
  merged_into {id},
  merge_answer TEXT NOT NULL,
  order_id {id},
  hold {id}
){table};
CREATE INDEX carts_by_end ON carts (expires_at, id) WHERE state = 'active' AND expires_at > 0;

CREATE TABLE cart_owners (
  owner TEXT NOT NULL PRIMARY KEY,
  cart {id}
){small_table};

CREATE TABLE orders (
  id {id} NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  owner TEXT NOT NULL,
  email TEXT NOT NULL,
  shipping_address TEXT NOT NULL,
  cart {id},
  reservation {id},
  currency TEXT NOT NULL,
  lines TEXT NOT NULL,
  adjustments TEXT NOT NULL,
  subtotal {integer} NOT NULL,
  total {integer} NOT NULL CHECK (total >= 0),
  captured {integer} NOT NULL CHECK (captured >= 0),
  refunded {integer} NOT NULL CHECK (refunded >= 0),
  payments TEXT NOT NULL,
  refunds TEXT NOT NULL,
  shipments TEXT NOT NULL,
  notified TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at {integer} NOT NULL,
  updated_at {integer} NOT NULL,
  payment_due {integer} NOT NULL,
  due_job {integer} NOT NULL,
  version {integer} NOT NULL,
  checksum {integer} NOT NULL,
  CHECK (refunded <= captured)
){table};
CREATE INDEX orders_by_owner ON orders (owner, id);

CREATE TABLE intents (
  intent TEXT NOT NULL PRIMARY KEY,
  order_id {id},
  attempt {integer} NOT NULL
){small_table};

CREATE TABLE jobs (
  number {integer} PRIMARY KEY,
  queue TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject {id},
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ready', 'dead')),
  run_at {integer} NOT NULL,
  attempts {integer} NOT NULL,
  last_error TEXT NOT NULL,
  created_at {integer} NOT NULL
){table};
CREATE INDEX jobs_dead ON jobs (queue, number) WHERE state = 'dead';

CREATE TABLE answers (
  answer_key TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status {integer} NOT NULL,
  body TEXT NOT NULL,
  headers TEXT NOT NULL,
  created_at {integer} NOT NULL,
  expires_at {integer} NOT NULL
){table};
CREATE INDEX answers_by_end ON answers (expires_at);

CREATE TABLE webhooks (
  event TEXT NOT NULL PRIMARY KEY,
  received_at {integer} NOT NULL,
  parked {integer} NOT NULL,
  payload TEXT NOT NULL
){table};
CREATE INDEX webhooks_by_time ON webhooks (received_at);
CREATE INDEX webhooks_parked ON webhooks (received_at, event) WHERE parked = 1;

CREATE TABLE events (
  number {integer} PRIMARY KEY,
  at {integer} NOT NULL,
  kind TEXT NOT NULL,
  subject {id},
  data TEXT NOT NULL,
  chain {integer} NOT NULL
){table};
CREATE INDEX events_by_subject ON events (subject, number) WHERE subject IS NOT NULL;

CREATE TABLE ledger (
  number {integer} PRIMARY KEY,
  at {integer} NOT NULL,
  sku TEXT NOT NULL,
  location TEXT NOT NULL,
  kind TEXT NOT NULL,
  on_hand {integer} NOT NULL,
  reserved {integer} NOT NULL,
  committed {integer} NOT NULL,
  reference TEXT NOT NULL,
  reason TEXT NOT NULL,
  chain {integer} NOT NULL
){table};
CREATE INDEX ledger_by_sku ON ledger (sku, number);

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
){small_table};

CREATE TABLE heads (
  list TEXT NOT NULL PRIMARY KEY,
  number {integer} NOT NULL,
  chain {integer} NOT NULL
){small_table};
)sql";

std::string replaced(std::string text, std::string_view mark, std::string_view word) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + word.size())) {
    text.replace(at, mark.size(), word);
  }
  return text;
}

}  // namespace

std::string schema_sql(const SqlDialect& dialect) {
  std::string sql(kSchema);
  sql = replaced(std::move(sql), "{integer}", dialect.integer);
  sql = replaced(std::move(sql), "{id}", dialect.id);
  sql = replaced(std::move(sql), "{small_table}", dialect.small_table);
  return replaced(std::move(sql), "{table}", dialect.table);
}

}  // namespace aisle::shop
