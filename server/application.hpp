#pragma once
// What `aisle serve` serves besides health and metrics: the Elasticsearch API over the indices of the data directory, and
// the shop that sells what is in them.

#include <memory>

#include "server/cli/commands.hpp"

namespace aisle::server {

/// Opens every index of the data directory. Fails when the directory itself cannot be read; an index that is damaged
/// beyond use is reported and left out, its files untouched.
Result<std::unique_ptr<cli::Application>> open_application(const config::ServeSettings& settings, Metrics& metrics);

}  // namespace aisle::server
