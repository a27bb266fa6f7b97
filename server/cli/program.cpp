#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>

#include "server/cli/commands.hpp"
#include "server/cli/version.hpp"

namespace aisle::server::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  aisle serve                              serve ./data on http://127.0.0.1:9200\n"
    "  aisle serve --listen 127.0.0.1:9300 --data-dir /var/lib/aisle\n"
    "  aisle import products.ndjson.gz --index products\n"
    "  aisle api-key --id admin >> aisle.keys   make a key, to be asked for with --api-key-file\n"
    "  aisle serve --print-config               show every setting and where it comes from\n";

/// The words that a mistyped one may stand for: flags, or names of subcommands.
std::vector<std::string> known_words(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  const CLI::App* chosen = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
  for (const CLI::Option* option : chosen->get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return words;
}

std::string suggestion(const CLI::App& app) {
  auto extras = app.remaining(true);
  if (extras.empty()) return {};
  const std::string word = extras.front().substr(0, extras.front().find('='));
  const auto words = known_words(app);
  const auto like = config::closest(word, words);
  return like.empty() ? std::string() : fmt::format("did you mean `{}`?\n", like);
}

int explain(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help and --version
  fmt::print(stderr, "aisle: {}\n{}Run with --help for more information.\n", error.what(), suggestion(app));
  return kExitUsage;
}

}  // namespace

int run_program(int argc, char** argv, std::vector<std::unique_ptr<Command>> commands) {
  CLI::App app("Aisle: an Elasticsearch-compatible search engine and shop backend in one process.", "aisle");
  app.set_version_flag("--version", fmt::format("aisle {} ({})", version(), commit()));
  app.footer(kExamples);
  app.require_subcommand(0, 1);
  for (auto& command : commands) command->add_to(app);
  try {
    if (argc > 1) {
      app.parse(argc, argv);
    } else {
      app.parse("serve");
    }
  } catch (const CLI::ParseError& error) {
    return explain(app, error);
  }
  const auto chosen = std::ranges::find_if(commands, [](const auto& command) { return command->chosen(); });
  if (chosen == commands.end()) {
    fmt::print(stderr, "{}", app.help());
    return kExitUsage;
  }
  try {
    return (*chosen)->run();
  } catch (const std::exception& failure) {
    fmt::print(stderr, "aisle: {}\n", failure.what());
    return kExitFailure;
  }
}

}  // namespace aisle::server::cli
