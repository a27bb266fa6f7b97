#pragma once
// What every record source promises, whatever the bytes: checked by each source's fuzzer.

#include <simdjson.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

/// Gives its bytes out in pieces, so that a record may begin and end anywhere in the buffer.
class FuzzedStream final : public ByteStream {
 public:
  FuzzedStream(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {}
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min({piece_, into.size(), bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, into.data());
    at_ += count;
    return count;
  }
  std::uint64_t input_bytes() const override { return at_; }
  std::optional<std::uint64_t> input_size() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t piece_, at_ = 0;
};

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void check_record(const Record& record, std::size_t size) {
  require(record.where.byte < size && record.where.line >= 1);
  require(record.json.find('\n') == std::string_view::npos && record.metadata.find('\n') == std::string_view::npos);
  if (record.action == RecordAction::remove) return require(record.json.empty());
  require(record.json.starts_with('{') && record.json.ends_with('}'));
}

/// The records' texts in order, each answer checked; the input must be read to its end in a bounded number of answers.
inline std::vector<std::string> read_checked(std::string_view bytes, const SourceOptions& options, std::size_t piece) {
  std::vector<std::string> texts;
  auto source = make_record_source(std::make_unique<FuzzedStream>(bytes, piece), options);
  if (!source) return texts;
  std::uint64_t last_byte = 0;
  for (std::size_t answers = 0;; ++answers) {
    require(answers <= 2 * bytes.size() + 8);
    auto answer = (*source)->next();
    if (!answer) {
      if (answer.error().position) require(answer.error().position->byte <= bytes.size());
      continue;
    }
    if (!*answer) break;
    check_record(**answer, bytes.size());
    require(texts.empty() || (*answer)->where.byte > last_byte);
    last_byte = (*answer)->where.byte;
    texts.emplace_back((*answer)->json);
  }
  auto again = (*source)->next();
  require(again && !*again);
  require((*source)->progress().bytes == bytes.size());
  return texts;
}

/// Whole or in pieces of a few bytes, the records are the same.
inline int check_source(const std::uint8_t* data, std::size_t size, InputFormat format) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // Compressed inputs may end early by right, which is another fuzzer's business.
  if (bytes.starts_with("\x1f\x8b") || bytes.starts_with("\x28\xb5\x2f\xfd")) return 0;
  SourceOptions options;
  options.format = format;
  options.max_record_bytes = 300;
  options.csv_sample_rows = 3;
  options.delimiter = ',';
  require(read_checked(bytes, options, size + 1) == read_checked(bytes, options, 3));
  return 0;
}

}  // namespace aisle::loaders
