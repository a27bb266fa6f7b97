// `aisle serve`: configuration, data directory, application, server, signals.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <optional>
#include <span>
#include <sstream>

#include "base/clock.hpp"
#include "base/mapped_file.hpp"
#include "server/cli/banner.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/data_dir.hpp"
#include "server/cli/signals.hpp"
#include "server/http/metrics_route.hpp"
#include "server/http/server.hpp"
#include "server/log/log.hpp"

namespace aisle::server::cli {
namespace {

int fail(int code, const Error& error) {
  fmt::print(stderr, "aisle: {}\n", error.message);
  return code;
}

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error(ErrorCode::not_found, fmt::format("the configuration file {} cannot be read", path));
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// A file that goes with its process.
class PidFile {
 public:
  explicit PidFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~PidFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  PidFile(const PidFile&) = delete;
  PidFile& operator=(const PidFile&) = delete;

  Status write() const {
    if (path_.empty()) return {};
    const auto text = fmt::format("{}\n", ::getpid());
    return write_file_atomically(path_, std::as_bytes(std::span(text)));
  }

 private:
  const std::filesystem::path path_;
};

class ServeCommand final : public Command {
 public:
  explicit ServeCommand(OpenApplication open) : open_(std::move(open)) {}
  void add_to(CLI::App& program) override;
  bool chosen() const override { return app_->parsed(); }
  int run() override;

 private:
  Result<config::Config> resolve() const;
  int serve(const config::ServeSettings& settings);
  int run_until_signal(const config::ServeSettings& settings, Application& application, Metrics& metrics,
                       const Stopwatch& since_start);

  /// What was said on the command line for one option of the table.
  struct Flag {
    const config::OptionSpec* spec;
    std::string value = {};
    CLI::Option* option = nullptr;
  };

  const OpenApplication open_;
  CLI::App* app_ = nullptr;
  std::deque<Flag> flags_;
  std::string config_file_;
  bool print_config_ = false;
};

void ServeCommand::add_to(CLI::App& program) {
  app_ = program.add_subcommand("serve", "Serve an index over HTTP until SIGTERM or Ctrl-C.");
  app_->add_option("--config", config_file_, "configuration file, TOML (AISLE_CONFIG)")->type_name("FILE");
  app_->add_flag("--print-config", print_config_, "print every setting and where it comes from, then exit");
  for (const config::OptionSpec& spec : config::option_table()) {
    Flag& flag = flags_.emplace_back(Flag{&spec});
    const bool is_switch = spec.kind == config::Kind::boolean;
    const auto help = fmt::format("{} [{}]", spec.description, spec.default_value);
    flag.option = is_switch ? app_->add_flag(config::flag_of(spec), flag.value, help)
                            : app_->add_option(config::flag_of(spec), flag.value, help)->type_name("");
  }
  app_->footer("Every option is also a variable (--data-dir: AISLE_DATA_DIR) and a key of the configuration file;\n"
               "flags come before variables, variables before the file.");
}

Result<config::Config> ServeCommand::resolve() const {
  config::Sources sources;
  sources.variable = environment;
  sources.file_name = config_file_.empty() ? environment("AISLE_CONFIG").value_or("") : config_file_;
  for (const Flag& flag : flags_) {
    if (flag.option->count() > 0) sources.flags.emplace_back(flag.spec->name, flag.value);
  }
  if (!sources.file_name.empty()) {
    auto text = read_file(sources.file_name);
    if (!text) return std::move(text).error();
    sources.file_text = *std::move(text);
  }
  return config::Config::resolve(sources);
}

int ServeCommand::run() {
  const auto config = resolve();
  if (!config) return fail(kExitConfig, config.error());
  if (print_config_) {
    fmt::print("{}", config->print());
    return kExitOk;
  }
  auto settings = config::serve_settings(*config);
  if (!settings) return fail(kExitConfig, settings.error());
  settings->config_file = config_file_.empty() ? environment("AISLE_CONFIG").value_or("") : config_file_;
  return serve(*settings);
}

int ServeCommand::serve(const config::ServeSettings& settings) {
  const Stopwatch since_start;
  block_stop_signals();
  auto lock = DataDirLock::acquire(settings.data_dir);
  if (!lock) return fail(kExitUnavailable, lock.error());
  log::start(settings.log);
  Metrics metrics;
  int code = kExitUnavailable;
  auto application = open_(settings, metrics);
  if (application) {
    code = run_until_signal(settings, **application, metrics, since_start);
  } else {
    code = fail(kExitUnavailable, application.error());
  }
  log::stop();
  return code;
}

int ServeCommand::run_until_signal(const config::ServeSettings& settings, Application& application, Metrics& metrics,
                                   const Stopwatch& since_start) {
  http::Health health;
  http::Router router;
  health.install(router);
  http::install_metrics_route(router, metrics);
  application.add_routes(router);
  application.add_readiness_checks(health);
  http::Server server(settings.http, std::move(router), metrics, health);
  if (auto status = server.start(); !status) return fail(kExitUnavailable, status.error());
  const PidFile pid_file(settings.pid_file);
  if (auto status = pid_file.write(); !status) return fail(kExitUnavailable, status.error());
  health.set_started();
  print_banner(settings, server.port(), application.banner_lines(), since_start.elapsed_seconds());

  const int signal = wait_for_stop_signal();
  exit_on_next_signal();
  log::info("stopping: finishing requests under way; a second signal stops at once",
            {{"signal", signal}, {"grace_ms", settings.drain_timeout.count()}});
  application.begin_drain();
  const bool clean = server.drain(settings.drain_timeout);
  if (!clean) log::warn("some requests were cut off when the grace time ended");
  const auto closed = application.close();
  if (!closed) log::error("closing failed", {{"what", closed.error().message}});
  return closed ? kExitOk : kExitFailure;
}

}  // namespace

std::unique_ptr<Command> serve_command(OpenApplication open) { return std::make_unique<ServeCommand>(std::move(open)); }

}  // namespace aisle::server::cli
