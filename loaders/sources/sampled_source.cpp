#include "loaders/sources/sampled_source.hpp"

#include <utility>

namespace aisle::loaders {

void SampledSource::sample(const SampleLimits& limits, const std::function<void(const Record&)>& see) {
  std::size_t bytes = 0;
  while (kept_.size() < limits.records && bytes < limits.bytes) {
    auto answer = inner_->next();
    if (answer && !*answer) {
      sampled_everything_ = true;
      return;
    }
    if (answer) {
      see(**answer);
      bytes += (*answer)->json.size() + sizeof(Kept);
    }
    keep(std::move(answer));
  }
}

void SampledSource::keep(Result<std::optional<Record>> answer) {
  if (!answer) {
    kept_.push_back({{}, {}, std::move(answer).error(), inner_->file()});
    return;
  }
  Record& record = **answer;
  auto& kept = kept_.emplace_back(
      Kept{std::string(record.json), std::string(record.metadata), std::move(record), inner_->file()});
  kept.answer->json = kept.json;
  kept.answer->metadata = kept.metadata;
}

Result<std::optional<Record>> SampledSource::next() {
  if (std::exchange(front_is_shown_, false)) kept_.pop_front();
  if (!kept_.empty()) {
    front_is_shown_ = true;
    file_ = kept_.front().file;
    if (!kept_.front().answer) return Error(kept_.front().answer.error());
    return std::optional(*kept_.front().answer);
  }
  if (sampled_everything_) return std::optional<Record>();
  auto answer = inner_->next();
  file_ = inner_->file();
  return answer;
}

}  // namespace aisle::loaders
