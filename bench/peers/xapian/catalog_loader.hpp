#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace aisle::bench {

struct LoadReport {
  double seconds = 0.0;
  double merge_seconds = 0.0;
  std::uint64_t documents = 0;
};

/// Makes a new database of a catalog's lines in `directory`, on the calling thread; `merge` compacts it.
Result<LoadReport> load_catalog(const std::string& catalog, const std::string& directory, bool merge);

}  // namespace aisle::bench
