#pragma once
// Deleted ids, remembered for a while: a document that comes back goes on counting its versions, and a late write with
// an older external version is still refused (Elasticsearch's index.gc_deletes).

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/index/live/id_map.hpp"

namespace aisle::engine {

struct Tombstone {
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
  std::chrono::steady_clock::time_point deleted_at;
};

/// Not thread-safe.
class Tombstones {
 public:
  void record(std::string_view id, std::uint64_t version, std::uint64_t sequence_number) {
    by_id_[std::string(id)] = {version, sequence_number, std::chrono::steady_clock::now()};
  }
  void erase(std::string_view id) {
    const auto found = by_id_.find(id);
    if (found != by_id_.end()) by_id_.erase(found);
  }
  std::optional<Tombstone> find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? std::nullopt : std::optional(found->second);
  }
  void forget_older_than(std::chrono::milliseconds age) {
    const auto limit = std::chrono::steady_clock::now() - age;
    boost::unordered::erase_if(by_id_, [limit](const auto& entry) { return entry.second.deleted_at < limit; });
  }
  std::size_t size() const { return by_id_.size(); }
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [id, tombstone] : by_id_) visit(id, tombstone);
  }

 private:
  IdMap<Tombstone> by_id_;
};

}  // namespace aisle::engine
