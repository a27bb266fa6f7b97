#pragma once
// START HERE to add a subcommand: derive from Command, and hand an instance to `run_program` in main.cpp.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/config/serve_settings.hpp"
#include "server/http/health.hpp"
#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"

namespace CLI {
class App;
}

namespace aisle::server::cli {

// Exit codes, as in BSD's sysexits.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitConfig = 78;

/// One subcommand. Data goes to stdout, talk to stderr.
class Command {
 public:
  virtual ~Command() = default;
  /// Adds its subcommand, options and help to `program`. What the options are parsed into lives in this object.
  virtual void add_to(CLI::App& program) = 0;
  /// Whether the command line named it; asked after parsing.
  virtual bool chosen() const = 0;
  /// Does the work; returns the exit code.
  virtual int run() = 0;
};

/// Parses the command line, runs the chosen command, and explains mistakes, with the flag that was probably meant.
int run_program(int argc, char** argv, std::vector<std::unique_ptr<Command>> commands);

/// `aisle version`.
std::unique_ptr<Command> version_command();

/// `aisle api-key`.
std::unique_ptr<Command> api_key_command();

/// `aisle import` and `aisle generate`.
std::unique_ptr<Command> import_command();
std::unique_ptr<Command> generate_command();

/// `aisle fsck`. Exits with 0 when the shop's invariants hold, 1 when one does not, 2 when the store cannot be read.
std::unique_ptr<Command> fsck_command();

/// What `aisle serve` serves besides health and metrics. Made before the server listens, destroyed after it stopped.
class Application {
 public:
  virtual ~Application() = default;
  virtual void add_routes(http::Router& router) = 0;
  virtual void add_readiness_checks(http::Health& health) { static_cast<void>(health); }
  /// Up to four lines for the banner ("catalog    1,234 products in 2 indices").
  virtual std::vector<std::string> banner_lines() const { return {}; }
  /// Before the server waits for requests under way: ends those that only wait themselves.
  virtual void begin_drain() {}
  /// After the last request was answered: writes what is not yet on disk.
  virtual Status close() { return {}; }
};

/// Opens the application on a data directory that is writable and locked by this process.
using OpenApplication =
    std::function<Result<std::unique_ptr<Application>>(const config::ServeSettings& settings, Metrics& metrics)>;

/// `aisle serve`, also what runs when no command is named.
std::unique_ptr<Command> serve_command(OpenApplication open);

}  // namespace aisle::server::cli
