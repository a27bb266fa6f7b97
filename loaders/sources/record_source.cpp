#include "loaders/sources/record_source.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "loaders/sources/bulk_source.hpp"
#include "loaders/sources/csv_source.hpp"
#include "loaders/sources/detect_format.hpp"
#include "loaders/sources/json_source.hpp"
#include "loaders/sources/ndjson_source.hpp"

namespace aisle::loaders {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kDetectionBytes = 64u << 10;

void read_beginning(InputBuffer& input) {
  while (input.window().size() < kDetectionBytes && input.grow()) {
  }
  if (input.window().starts_with(kByteOrderMark)) input.consume(kByteOrderMark.size());
}

class MultiFileSource final : public RecordSource {
 public:
  MultiFileSource(std::vector<std::string> paths, const SourceOptions& options)
      : paths_(std::move(paths)), options_(options) {
    for (const auto& path : paths_) {
      std::error_code unknown;
      const auto size = path == "-" ? std::uintmax_t{0} : std::filesystem::file_size(path, unknown);
      total_known_ = total_known_ && path != "-" && !unknown;
      total_ += unknown ? 0 : size;
    }
  }

  Result<std::optional<Record>> next() override {
    for (;;) {
      if (!current_) {
        if (opened_ == paths_.size()) return std::optional<Record>();
        if (auto opened = open_next(); !opened) return std::move(opened).error();
      }
      auto record = current_->next();
      if (!record || *record) return record;
      done_bytes_ += current_->progress().bytes;
      current_.reset();
    }
  }

  InputProgress progress() const override {
    const std::uint64_t bytes = done_bytes_ + (current_ ? current_->progress().bytes : 0);
    return {bytes, total_known_ ? std::optional(total_) : std::nullopt};
  }
  std::size_t file() const override { return opened_ == 0 ? 0 : opened_ - 1; }

 private:
  Status open_next() {
    auto source = open_record_source(paths_[opened_++], options_);
    if (!source) return std::move(source).error();
    current_ = std::move(*source);
    return {};
  }

  const std::vector<std::string> paths_;
  const SourceOptions options_;
  std::unique_ptr<RecordSource> current_;
  std::size_t opened_ = 0;
  std::uint64_t done_bytes_ = 0, total_ = 0;
  bool total_known_ = true;
};

}  // namespace

std::optional<InputFormat> parse_input_format(std::string_view word) {
  if (word == "ndjson" || word == "jsonl") return InputFormat::ndjson;
  if (word == "json") return InputFormat::json;
  if (word == "csv" || word == "tsv") return InputFormat::csv;
  if (word == "bulk") return InputFormat::bulk;
  return std::nullopt;
}

std::string_view to_string(InputFormat format) {
  switch (format) {
    case InputFormat::ndjson: return "ndjson";
    case InputFormat::json: return "json";
    case InputFormat::csv: return "csv";
    case InputFormat::bulk: return "bulk";
  }
  return "ndjson";
}

Result<std::unique_ptr<RecordSource>> make_record_source(std::unique_ptr<ByteStream> stream,
                                                         const SourceOptions& options) {
  auto unpacked = decompressing_stream(std::move(stream));
  if (!unpacked) return std::move(unpacked).error();
  InputBuffer input(std::move(*unpacked));
  read_beginning(input);
  auto format = options.format ? Result<InputFormat>(*options.format) : detect_format(input.window());
  if (!format) return std::move(format).error();
  std::unique_ptr<RecordSource> source;
  switch (*format) {
    case InputFormat::ndjson: source = std::make_unique<NdjsonSource>(std::move(input), options); break;
    case InputFormat::json: source = std::make_unique<JsonSource>(std::move(input), options); break;
    case InputFormat::bulk: source = std::make_unique<BulkSource>(std::move(input), options); break;
    case InputFormat::csv: {
      const char delimiter = options.delimiter.value_or(detect_delimiter(input.window()));
      source = std::make_unique<CsvSource>(std::move(input), delimiter, options);
      break;
    }
  }
  return source;
}

Result<std::unique_ptr<RecordSource>> open_record_source(const std::string& path, const SourceOptions& options) {
  auto stream = open_raw_stream(path);
  if (!stream) return std::move(stream).error();
  auto source = make_record_source(std::move(*stream), options);
  if (!source) {
    auto error = std::move(source).error();
    error.message = fmt::format("{}: {}", path, error.message);
    return error;
  }
  return source;
}

std::unique_ptr<RecordSource> open_record_sources(std::vector<std::string> paths, const SourceOptions& options) {
  return std::make_unique<MultiFileSource>(std::move(paths), options);
}

}  // namespace aisle::loaders
