#include <algorithm>

#include "engine/index/live/index_impl.hpp"

namespace aisle::engine {

namespace {
/// Documents for which the lock is held at once: some hundred microseconds.
constexpr std::size_t kDocumentsPerLock = 256;
}  // namespace

/// The authority is asked under the lock, so whoever asks last shows its latest word, in whatever order they came.
void Index::Impl::enforce_authority(std::string_view id) {
  if (authority == nullptr) return;
  authority_values.clear();
  authority->append_values(id, *schema, authority_values);
  if (!authority_values.empty()) table.show(id, authority_values);
}

/// Values for a copy that searches may be reading: the authority's replace the others before any of them is set.
std::vector<LiveChange> Index::Impl::with_authority(std::string_view id, std::vector<LiveChange> values) {
  if (authority == nullptr) return values;
  authority_values.clear();
  authority->append_values(id, *schema, authority_values);
  for (const LiveChange& decided : authority_values) {
    std::erase_if(values, [&](const LiveChange& value) { return value.first == decided.first; });
    values.push_back(decided);
  }
  return values;
}

void Index::Impl::enforce_authority(std::span<const std::string_view> ids) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kDocumentsPerLock) {
    MutexLock lock(mutex);
    for (const std::string_view id : ids.subspan(begin, std::min(kDocumentsPerLock, ids.size() - begin))) {
      enforce_authority(id);
    }
  }
}

}  // namespace aisle::engine
