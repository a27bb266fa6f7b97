#pragma once
// Looks at the first records of a source, then gives them out again with the rest, so that pipes can be sampled too.

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "loaders/sources/record_source.hpp"

namespace aisle::loaders {

struct SampleLimits {
  std::size_t records = 20'000;
  std::size_t bytes = 64u << 20;
};

class SampledSource final : public RecordSource {
 public:
  explicit SampledSource(std::unique_ptr<RecordSource> inner) : inner_(std::move(inner)) {}

  /// Reads ahead until a limit or the end and shows every good record to `see`. Called once, before next().
  void sample(const SampleLimits& limits, const std::function<void(const Record&)>& see);
  /// True when the sample was the whole input.
  bool sampled_everything() const { return sampled_everything_; }
  /// Answers of the sample that next() has not given out yet.
  std::size_t sampled_left() const { return kept_.size() - (front_is_shown_ ? 1 : 0); }

  Result<std::optional<Record>> next() override;
  InputProgress progress() const override { return inner_->progress(); }
  std::size_t file() const override { return file_; }

 private:
  struct Kept {
    std::string json, metadata;
    Result<Record> answer;
    std::size_t file;
  };
  void keep(Result<std::optional<Record>> answer);

  std::unique_ptr<RecordSource> inner_;
  std::deque<Kept> kept_;
  bool front_is_shown_ = false;  ///< a caller may still look at the front of kept_
  std::size_t file_ = 0;
  bool sampled_everything_ = false;
};

}  // namespace aisle::loaders
