#pragma once
// A catalog file, handed out to loading threads in batches of lines.

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/mutex.hpp"

namespace aisle::bench {

/// Thread-safe.
class CatalogLines {
 public:
  explicit CatalogLines(const std::filesystem::path& file);
  bool is_open() const { return open_; }
  /// The next lines without their ends, at most `count`, each with capacity for a parser's padding; none at the end.
  std::vector<std::string> take(std::size_t count) AISLE_EXCLUDES(mutex_);

 private:
  Mutex mutex_;
  std::vector<char> buffer_;  // of the stream; before it, since the stream goes first
  std::ifstream file_ AISLE_GUARDED_BY(mutex_);
  bool open_ = false;
};

/// The value of a line's first member "id", or the fallback. Enough for catalogs, which begin with it.
std::string line_id(const std::string& line, std::size_t fallback);

}  // namespace aisle::bench
