#pragma once
// An index in memory, for tests: knows ids, refuses what it is told to refuse.

#include <simdjson.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "loaders/bulk_target.hpp"

namespace aisle::loaders::testing {

class FakeTarget final : public BulkTarget {
 public:
  bool exists = false;
  std::string created_with;
  int refreshes = 0;
  std::map<std::string, std::vector<std::string>> versions;  ///< per id, in order of arrival; "-" for a delete
  std::uint64_t documents = 0;
  std::uint64_t bodies = 0;
  std::size_t largest_body = 0, most_items = 0;
  /// The outcome of one action; by default success. Called with the lock held.
  std::function<BulkItemOutcome(const std::string& id, const std::string& document)> judge;
  /// An error for a whole request, if any.
  std::function<std::optional<Error>(std::uint64_t request)> fail;

  Result<bool> index_exists() override { return exists; }
  Status create_index(std::string_view body) override {
    created_with = body;
    return {};
  }
  Status refresh() override { return ++refreshes, Status(); }

  Result<std::vector<BulkItemOutcome>> send_bulk(unsigned, std::string_view body) override {
    const std::lock_guard lock(mutex_);
    ++bodies;
    largest_body = std::max(largest_body, body.size());
    if (fail)
      if (auto error = fail(bodies)) return std::move(*error);
    std::vector<BulkItemOutcome> outcomes;
    while (!body.empty()) outcomes.push_back(apply(body));
    most_items = std::max(most_items, outcomes.size());
    return outcomes;
  }

 private:
  static std::string take_line(std::string_view& body) {
    const auto end = body.find('\n');
    std::string line(body.substr(0, end));
    body.remove_prefix(end + 1);
    return line;
  }

  BulkItemOutcome apply(std::string_view& body) {
    simdjson::dom::element action;
    const auto line = take_line(body);
    if (parser_.parse(line).get(action) != simdjson::SUCCESS) return {400, "bad_action", line};
    const auto member = *action.get_object().value_unsafe().begin();
    std::string_view id;
    if (member.value["_id"].get(id) != simdjson::SUCCESS) id = "";
    const std::string key(id.empty() ? "auto-" + std::to_string(documents) : std::string(id));
    const std::string document = member.key == "delete" ? "-" : take_line(body);
    const auto outcome = judge ? judge(key, document) : BulkItemOutcome{201, {}, {}};
    if (!outcome.ok()) return outcome;
    ++documents;
    versions[key].push_back(document);
    return outcome;
  }

  std::mutex mutex_;
  simdjson::dom::parser parser_;
};

}  // namespace aisle::loaders::testing
