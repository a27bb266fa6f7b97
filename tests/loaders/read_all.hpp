#pragma once
// Reads a source to its end into plain strings, for tests.

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "loaders/sources/record_source.hpp"

namespace aisle::loaders::testing {

struct SeenRecord {
  std::string json, id, metadata;
  RecordAction action;
  Position where;
};

struct Seen {
  std::vector<SeenRecord> records;
  std::vector<Error> errors;

  std::vector<std::string> jsons() const {
    std::vector<std::string> all;
    for (const auto& record : records) all.push_back(record.json);
    return all;
  }
};

/// Gives its bytes out in pieces of a fixed size, so that every border is met.
class PieceStream final : public ByteStream {
 public:
  PieceStream(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min({piece_, into.size(), bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, into.data());
    at_ += count;
    return count;
  }
  std::uint64_t input_bytes() const override { return at_; }
  std::optional<std::uint64_t> input_size() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t piece_, at_ = 0;
};

inline Seen read_all(RecordSource& source) {
  Seen seen;
  for (;;) {
    auto answer = source.next();
    if (!answer) {
      seen.errors.push_back(answer.error());
      continue;
    }
    if (!*answer) return seen;
    const Record& record = **answer;
    seen.records.push_back({std::string(record.json), record.id, std::string(record.metadata), record.action, record.where});
  }
}

inline Seen read_all(const std::string& text, const SourceOptions& options = {}, std::size_t piece = 1u << 20) {
  auto source = make_record_source(std::make_unique<PieceStream>(text, piece), options);
  if (!source) return {{}, {source.error()}};
  return read_all(**source);
}

}  // namespace aisle::loaders::testing
