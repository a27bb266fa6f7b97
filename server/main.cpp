// The program. Endpoint families, each in its folder:
//
//   server/http/               /livez, /readyz, /startupz, /metrics
//   server/es_api/indices/     indices, mappings, settings, aliases, analysis
//   server/es_api/documents/   documents one by one and in bulk
//   server/es_api/search/      _search, _msearch, _count
//   server/es_api/cluster/     GET /, _cluster, _nodes, _cat
//
// `serve` opens an Application on the data directory and puts its routes behind the HTTP server.

#include "server/cli/commands.hpp"
#include "server/application.hpp"

int main(int argc, char** argv) {
  using namespace aisle::server;
  std::vector<std::unique_ptr<cli::Command>> commands;
  commands.push_back(cli::serve_command(open_application));
  commands.push_back(cli::import_command());
  commands.push_back(cli::generate_command());
  commands.push_back(cli::api_key_command());
  commands.push_back(cli::fsck_command());
  commands.push_back(cli::version_command());
  return cli::run_program(argc, argv, std::move(commands));
}
