#include "server/cli/version.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "server/cli/commands.hpp"

namespace aisle::server::cli {

std::string_view version() { return AISLE_VERSION; }
std::string_view commit() { return AISLE_COMMIT; }

namespace {

class VersionCommand final : public Command {
 public:
  void add_to(CLI::App& program) override {
    app_ = program.add_subcommand("version", "Print the version and the commit it was built from.");
    app_->add_flag("--json", json_, "as JSON");
  }
  bool chosen() const override { return app_->parsed(); }
  int run() override {
    const char* form = json_ ? "{\"version\":\"%s\",\"commit\":\"%s\"}\n" : "aisle %s (%s)\n";
    std::printf(form, AISLE_VERSION, AISLE_COMMIT);
    return kExitOk;
  }

 private:
  CLI::App* app_ = nullptr;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> version_command() { return std::make_unique<VersionCommand>(); }

}  // namespace aisle::server::cli
