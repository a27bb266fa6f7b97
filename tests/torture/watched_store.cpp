#include "tests/torture/watched_store.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <type_traits>

namespace aisle::torture {
namespace {

using namespace aisle::shop;

template <class Record>
std::string label_of(const Record& record) {
  if constexpr (std::is_same_v<Record, Order>) {
    return fmt::format("order:{}", to_string(record.state));
  } else if constexpr (std::is_same_v<Record, Reservation>) {
    return fmt::format("reservation:{}", to_string(record.state));
  } else if constexpr (std::is_same_v<Record, Cart>) {
    return fmt::format("cart:{}", to_string(record.state));
  } else if constexpr (std::is_same_v<Record, Job>) {
    return fmt::format("job:{}", record.kind);
  } else if constexpr (std::is_same_v<Record, Price>) {
    return "price";
  } else if constexpr (std::is_same_v<Record, WebhookEvent>) {
    return "webhook";
  } else if constexpr (std::is_same_v<Record, StoredAnswer>) {
    return "answer";
  } else {
    return {};
  }
}

template <class Record>
void add_labels(const RecordChanges<Record>& changes, std::set<std::string>& labels) {
  for (const auto& record : changes.upserts) labels.insert(label_of(*record));
  if constexpr (std::is_same_v<Record, Job>) {
    if (!changes.erased.empty()) labels.insert("job-done");
  }
  if constexpr (std::is_same_v<Record, StoredAnswer>) {
    if (!changes.erased.empty()) labels.insert("answer-forgotten");
  }
}

std::set<std::string> labels_of(const ChangeSet& changes) {
  std::set<std::string> labels;
  changes.for_each([&](const auto& of_kind) { add_labels(of_kind, labels); });
  if (!changes.ledger.empty()) labels.insert("ledger:" + changes.ledger.back().kind);
  labels.erase("");
  return labels;
}

}  // namespace

WatchedStore::~WatchedStore() {
  if (owed_) static_cast<void>(inner_->commit_durable());
}

void WatchedStore::visit(std::string_view step) {
  points_.visit(step);
  for (const std::string& label : labels_) points_.visit(fmt::format("{} {}", step, label));
}

Status WatchedStore::begin_batch() {
  labels_.clear();
  if (owed_) {
    owed_ = false;
    if (Status late = inner_->commit_durable(); !late) return late;
  }
  visit("begin");
  return inner_->begin_batch();
}

Status WatchedStore::apply(const ChangeSet& changes) {
  batch_ = changes;
  labels_ = labels_of(changes);
  visit("apply");
  Status applied = inner_->apply(changes);
  visit("applied");
  return applied;
}

Status WatchedStore::commit_durable() {
  visit("commit");
  if (options_.slow_commit_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(options_.slow_commit_ms));
  owed_ = options_.answer_before_commit;
  Status durable = owed_ ? Status() : inner_->commit_durable();
  visit("committed");
  if (durable && options_.committed) options_.committed(batch_);
  return durable;
}

}  // namespace aisle::torture
