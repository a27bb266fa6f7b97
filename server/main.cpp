// The program. Endpoint families, each in its folder:
//
//   server/http/   /livez, /readyz, /startupz, /metrics
//
// `serve` opens an Application on the data directory and puts its routes behind the HTTP server.

#include "server/cli/commands.hpp"

namespace {

using namespace aisle;
using namespace aisle::server;

/// Health and metrics need no data, so this application adds nothing to them.
class BareApplication final : public cli::Application {
 public:
  void add_routes(http::Router&) override {}
};

Result<std::unique_ptr<cli::Application>> open_application(const config::ServeSettings&, Metrics&) {
  return std::unique_ptr<cli::Application>(std::make_unique<BareApplication>());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::unique_ptr<cli::Command>> commands;
  commands.push_back(cli::serve_command(open_application));
  commands.push_back(cli::import_command());
  commands.push_back(cli::generate_command());
  commands.push_back(cli::version_command());
  return cli::run_program(argc, argv, std::move(commands));
}
