#include "loaders/run_import.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "base/clock.hpp"
#include "loaders/bulk_loader.hpp"
#include "loaders/errors_file.hpp"
#include "loaders/inference/mapping_inference.hpp"
#include "loaders/progress.hpp"
#include "loaders/sources/sampled_source.hpp"

namespace aisle::loaders {

namespace {

constexpr std::size_t kShownRejects = 20;

Result<std::string> read_mapping_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error(ErrorCode::not_found, fmt::format("cannot read the mapping file {}", path));
  if (!is_json_object(text.str()))
    return Error(ErrorCode::invalid_argument, fmt::format("the mapping file {} does not hold a JSON object", path));
  return text.str();
}

// One run of `aisle import`, step by step.
class Import {
 public:
  Import(const ImportOptions& options, BulkTarget& target, ImportConsole console)
      : options_(options),
        target_(target),
        console_(console),
        source_(open_record_sources(options.files, options.source)),
        errors_(options.errors_file, options.files),
        printer_(console.progress, console.progress_is_tty) {}

  int run() {
    if (auto ready = prepare(); !ready) return give_up(ready.error());
    if (options_.dry_run) return print_dry_run();
    if (auto created = create_index(); !created) return give_up(created.error());
    return load();
  }

 private:
  Status prepare() {
    if (options_.files.empty()) return Error(ErrorCode::invalid_argument, "no file to import");
    for (const auto& file : options_.files)
      if (std::error_code unknown; file != "-" && !std::filesystem::exists(file, unknown))
        return Error(ErrorCode::not_found, fmt::format("there is no file {}", file));
    sample();
    if (options_.mapping_file.empty()) {
      body_ = mapping_.body;
    } else {
      auto given = read_mapping_file(options_.mapping_file);
      if (!given) return std::move(given).error();
      body_ = std::move(*given);
    }
    return options_.mapping_out.empty() ? Status() : write_mapping();
  }

  void sample() {
    MappingInference inference;
    SampleLimits limits;
    limits.records = options_.sample_records;
    source_.sample(limits, [&](const Record& record) {
      // Updates hold parts of documents, and their own envelope.
      const bool whole = record.action == RecordAction::index || record.action == RecordAction::create;
      if (whole) inference.add(record.json);
      has_own_ids_ = has_own_ids_ || !record.id.empty();
    });
    sampled_records_ = inference.records();
    mapping_ = inference.infer();
    id_field_ = options_.id_field.empty() && !has_own_ids_ ? mapping_.id_field : options_.id_field;
  }

  Status write_mapping() const {
    if (options_.mapping_out == "-") return console_.out << body_ << '\n', Status();
    std::ofstream out(options_.mapping_out, std::ios::trunc);
    out << body_ << '\n';
    out.close();
    if (!out) return Error(ErrorCode::unavailable, fmt::format("cannot write {}", options_.mapping_out));
    return {};
  }

  int print_dry_run() {
    console_.out << body_ << '\n';
    for (const auto& field : mapping_.fields)
      console_.progress << fmt::format("  {:<40} {:<8} {}\n", field.path, field.type, field.reason);
    console_.progress << fmt::format("{} records sampled, {} fields; document id: {}\n", group_digits(sampled_records_),
                                     group_digits(mapping_.field_count), describe_id());
    return print_sampled_rejects();
  }

  int print_sampled_rejects() {
    std::size_t rejects = 0;
    while (source_.sampled_left() > 0) {
      auto answer = source_.next();
      if (answer) continue;
      const Error& error = answer.error();
      const Reject reject{source_.file(), error.position.value_or(Position{}), error.subject, {}, std::string(error.kind), error.message};
      if (++rejects <= kShownRejects) console_.progress << format_reject(reject, options_.files) << '\n';
    }
    console_.progress << fmt::format("{} of the sample would be rejected. Nothing was sent.\n", group_digits(rejects));
    return rejects == 0 ? kImportedAll : kImportedWithRejects;
  }

  std::string describe_id() const {
    if (has_own_ids_) return "from the action lines";
    return id_field_.empty() ? "made up by the index" : fmt::format("field [{}]", id_field_);
  }

  Status create_index() {
    auto exists = target_.index_exists();
    if (!exists) return std::move(exists).error();
    if (*exists) {
      console_.progress << fmt::format("Index [{}] exists: its mapping stays as it is.\n", options_.index);
      return {};
    }
    if (!options_.create) return {};
    auto created = target_.create_index(body_);
    if (!created && created.error().code != ErrorCode::already_exists) return created;
    console_.progress << fmt::format("Created [{}] with {} fields ({}); document id: {}.\n", options_.index,
                                     group_digits(mapping_.field_count),
                                     options_.mapping_file.empty() ? "inferred; --mapping-out shows them" : options_.mapping_file, describe_id());
    return {};
  }

  int load() {
    BulkLoader loader(options_, target_,
                      {.on_reject = [this](const Reject& reject) { note(reject); },
                       .on_progress = [this](const LoadCounts& counts, const InputProgress& input) { show(counts, input); }});
    const auto loaded = loader.run(source_, id_field_);
    const auto refreshed = loaded && options_.refresh ? target_.refresh() : Status();
    printer_.finish();
    const auto counts = loader.counts();
    print_summary(counts);
    if (!loaded) return give_up(loaded.error());
    if (!refreshed) return give_up(refreshed.error());
    return counts.rejected == 0 ? kImportedAll : kImportedWithRejects;
  }

  void note(const Reject& reject) {
    errors_.write(reject);
    if (!first_reject_) first_reject_ = reject;
  }

  void show(const LoadCounts& counts, const InputProgress& input) {
    printer_.update({.documents = counts.imported, .rejected = counts.rejected, .bytes = input.bytes,
                     .total_bytes = input.total_bytes, .seconds = watch_.elapsed_seconds()});
  }

  void print_summary(const LoadCounts& counts) {
    const double seconds = watch_.elapsed_seconds();
    console_.out << fmt::format("Imported {} documents into [{}] in {:.1f} s ({}/s), {} rejected.\n",
                                group_digits(counts.imported), options_.index, seconds,
                                short_rate(static_cast<double>(counts.imported) / std::max(seconds, 1e-3)), group_digits(counts.rejected));
    if (first_reject_) print_rejects();
    if (counts.imported > 0)
      console_.out << fmt::format("Try: curl '{}/{}/_search?pretty&size=3'\n", options_.url, options_.index);
  }

  void print_rejects() {
    const bool written = errors_.close();
    console_.out << fmt::format("First reject: line {}: {}\n", first_reject_->where.line, first_reject_->reason);
    if (!options_.errors_file.empty())
      console_.out << (written ? "All of them: " : "Could not write all of them to ") << options_.errors_file << '\n';
  }

  int give_up(const Error& error) {
    console_.progress << "aisle import: " << error.message << '\n';
    return kImportFailed;
  }

  const ImportOptions& options_;
  BulkTarget& target_;
  ImportConsole console_;
  SampledSource source_;
  ErrorsFile errors_;
  ProgressPrinter printer_;
  Stopwatch watch_;
  InferredMapping mapping_;
  std::string body_;
  std::string id_field_;
  std::size_t sampled_records_ = 0;
  bool has_own_ids_ = false;
  std::optional<Reject> first_reject_;
};

}  // namespace

int run_import(const ImportOptions& options, BulkTarget& target, ImportConsole console) {
  return Import(options, target, console).run();
}

}  // namespace aisle::loaders
