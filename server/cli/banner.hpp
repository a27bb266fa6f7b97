#pragma once
// What `aisle serve` says on stderr once it is ready.

#include <string>
#include <vector>

#include "server/config/serve_settings.hpp"

namespace aisle::server::cli {

/// At most twelve lines; the logo on terminals only. `lines` are the application's own, at most three are shown.
std::string banner(const config::ServeSettings& settings, std::uint16_t port, const std::vector<std::string>& lines,
                   double seconds, bool terminal, bool color);
/// Prints it, unless logs are JSON lines for a machine: then the same is one line of the log.
void print_banner(const config::ServeSettings& settings, std::uint16_t port, const std::vector<std::string>& lines,
                  double seconds);

}  // namespace aisle::server::cli
