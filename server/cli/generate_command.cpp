// `aisle generate`: a synthetic catalog.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <span>

#include "base/mapped_file.hpp"
#include "loaders/progress.hpp"
#include "loaders/synthetic/generator.hpp"
#include "server/cli/commands.hpp"

namespace aisle::server::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  aisle generate --products 1000000 --seed 7 -o catalog.ndjson --mapping-out catalog-index.json\n"
    "  aisle generate --products 5000 | aisle import - --index demo\n"
    "\n"
    "The same seed gives the same bytes, and the first products of a larger catalog are the smaller catalog.\n";

class GenerateCommand final : public Command {
 public:
  void add_to(CLI::App& program) override;
  bool chosen() const override { return app_->parsed(); }
  int run() override;

 private:
  Status write_mapping() const;
  void show_progress();

  CLI::App* app_ = nullptr;
  loaders::GenerateOptions options_;
  std::string mapping_out_;
};

void GenerateCommand::add_to(CLI::App& program) {
  app_ = program.add_subcommand("generate", "Write a synthetic catalog as NDJSON.");
  app_->add_option("--products", options_.products, "how many")->capture_default_str()->type_name("N");
  app_->add_option("--seed", options_.seed, "which catalog")->capture_default_str()->type_name("S");
  app_->add_option("-o,--output", options_.output, "- for standard output")->capture_default_str()->type_name("FILE");
  app_->add_option("--mapping-out", mapping_out_, "also write settings and mappings that fit the catalog")
      ->type_name("FILE");
  app_->footer(kExamples);
}

Status GenerateCommand::write_mapping() const {
  if (mapping_out_.empty()) return {};
  const std::string_view body = loaders::demo_mapping();
  return write_file_atomically(mapping_out_, std::as_bytes(std::span(body.data(), body.size())));
}

void GenerateCommand::show_progress() {
  if (::isatty(STDERR_FILENO) != 1 || options_.output == "-") return;
  options_.on_progress = [total = options_.products](std::uint64_t written) {
    fmt::print(stderr, "\r{} of {} products ({}%)", loaders::group_digits(written), loaders::group_digits(total),
               total == 0 ? 100 : written * 100 / total);
    if (written == total) fmt::print(stderr, "\n");
  };
}

int GenerateCommand::run() {
  show_progress();
  Status done = write_mapping();
  if (done) done = loaders::generate(options_);
  if (done) return kExitOk;
  fmt::print(stderr, "aisle: {}\n", done.error().message);
  return kExitFailure;
}

}  // namespace

std::unique_ptr<Command> generate_command() { return std::make_unique<GenerateCommand>(); }

}  // namespace aisle::server::cli
