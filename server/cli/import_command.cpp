// `aisle import`: catalog files into an index of a running server.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "loaders/run_import.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/http_bulk_target.hpp"

namespace aisle::server::cli {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  aisle import products.ndjson.gz --index products\n"
    "  aisle import books.csv --index books --dry-run          show the mapping that would be used\n"
    "  zcat feed.csv.gz | aisle import - --index feed --format csv --id-field sku\n"
    "\n"
    "Takes NDJSON, a JSON array, CSV and _bulk bodies, plain, gzip or zstd. Without --mapping, an index that does not\n"
    "exist yet gets a mapping inferred from the first records. Records that are refused are listed in errors.ndjson.\n";

class ImportCommand final : public Command {
 public:
  void add_to(CLI::App& program) override;
  bool chosen() const override { return app_->parsed(); }
  int run() override;

 private:
  void add_source_options();
  void add_index_options();
  void add_load_options();
  Status read_words();

  CLI::App* app_ = nullptr;
  loaders::ImportOptions options_;
  std::string format_;
  std::string delimiter_;
  bool no_create_ = false;
  bool no_refresh_ = false;
  bool refresh_ = false;  ///< says the default
};

void ImportCommand::add_to(CLI::App& program) {
  app_ = program.add_subcommand("import", "Load catalog files into an index of a running server.");
  app_->add_option("files", options_.files, "files to load, - for standard input")->required()->type_name("FILE...");
  app_->add_option("--index", options_.index, "the index to load into")->required()->type_name("NAME");
  app_->add_option("--url", options_.url, "the server")->capture_default_str()->type_name("URL")->envname("AISLE_URL");
  add_source_options();
  add_index_options();
  add_load_options();
  app_->footer(kExamples);
}

void ImportCommand::add_source_options() {
  app_->add_option("--format", format_, "ndjson, json, csv or bulk; detected when not given")->type_name("WORD");
  app_->add_option("--delimiter", delimiter_, "between the columns of CSV; detected when not given")->type_name("CHAR");
  app_->add_option("--id-field", options_.id_field, "the field whose value becomes the document's id")->type_name("NAME");
}

void ImportCommand::add_index_options() {
  app_->add_option("--mapping", options_.mapping_file, "settings and mappings for a new index (body of PUT /NAME)")
      ->type_name("FILE");
  app_->add_option("--mapping-out", options_.mapping_out, "write the mapping that is used")->type_name("FILE");
  app_->add_flag("--dry-run", options_.dry_run, "show the mapping and what would be refused; send nothing");
  app_->add_flag("--no-create", no_create_, "fail when the index does not exist");
}

void ImportCommand::add_load_options() {
  app_->add_option("--errors", options_.errors_file, "where refused records are listed")
      ->capture_default_str()->type_name("FILE");
  app_->add_option("--max-errors", options_.max_errors, "stop after so many refused records; 0: never")
      ->capture_default_str()->type_name("N");
  app_->add_option("--batch", options_.batch_documents, "documents in one request")
      ->capture_default_str()->check(CLI::Range(1, 1'000'000))->type_name("N");
  app_->add_option("--connections", options_.connections, "requests at the same time")
      ->capture_default_str()->check(CLI::Range(1, 64))->type_name("N");
  app_->add_flag("--no-refresh", no_refresh_, "leave it to the server when the documents become searchable");
  app_->add_flag("--refresh", refresh_, "make the documents searchable at the end (the default)");
}

Status ImportCommand::read_words() {
  options_.create = !no_create_;
  options_.refresh = !no_refresh_;
  if (!format_.empty()) {
    options_.source.format = loaders::parse_input_format(format_);
    if (!options_.source.format) {
      return Error(ErrorCode::invalid_argument,
                   fmt::format("--format {}: give ndjson, json, csv or bulk", format_));
    }
  }
  if (delimiter_ == "\\t" || delimiter_ == "tab") delimiter_ = "\t";
  if (delimiter_.size() > 1) {
    return Error(ErrorCode::invalid_argument, fmt::format("--delimiter {}: give one character", delimiter_));
  }
  if (!delimiter_.empty()) options_.source.delimiter = delimiter_.front();
  return {};
}

int ImportCommand::run() {
  const auto complain = [](const Error& error) {
    fmt::print(stderr, "aisle: {}\n", error.message);
    return kExitUsage;
  };
  if (Status status = read_words(); !status) return complain(status.error());
  Result<ServerAddress> address = parse_server_url(options_.url);
  if (!address) return complain(address.error());
  HttpBulkTarget target(*address, options_.index, options_.connections);
  return loaders::run_import(options_, target, {std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1});
}

}  // namespace

std::unique_ptr<Command> import_command() { return std::make_unique<ImportCommand>(); }

}  // namespace aisle::server::cli
