#include "engine/index/segment/parallel_sections.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace aisle::engine {

ParallelSections::ParallelSections(std::vector<std::uint64_t> weights, unsigned threads, Write write)
    : write_(std::move(write)), heaviest_first_(weights.size()), parts_(weights.size()) {
  if (threads <= 1) return;
  std::iota(heaviest_first_.begin(), heaviest_first_.end(), std::size_t{0});
  std::ranges::sort(heaviest_first_, std::greater{}, [&](std::size_t part) { return weights[part]; });
  const std::size_t helpers = std::min<std::size_t>(threads - 1, weights.size());
  for (std::size_t i = 0; i < helpers; ++i) {
    helpers_.emplace_back([this] {
      while (const auto part = take_heaviest()) make(*part);
    });
  }
}

ParallelSections::~ParallelSections() {
  MutexLock lock(mutex_);
  for (Part& part : parts_) part.taken = true;
}

std::optional<std::size_t> ParallelSections::take_heaviest() {
  MutexLock lock(mutex_);
  for (const std::size_t part : heaviest_first_) {
    if (!std::exchange(parts_[part].taken, true)) return part;
  }
  return std::nullopt;
}

bool ParallelSections::take(std::size_t part) {
  MutexLock lock(mutex_);
  return !std::exchange(parts_[part].taken, true);
}

void ParallelSections::make(std::size_t part) {
  std::optional<ImageWriter> image;
  std::exception_ptr failure;
  try {
    write_(part, image.emplace());
  } catch (...) {
    failure = std::current_exception();
  }
  MutexLock lock(mutex_);
  parts_[part].image = std::move(image);
  parts_[part].failure = failure;
  parts_[part].done = true;
  part_done_.notify_all();
}

bool ParallelSections::is_done(std::size_t part) {
  MutexLock lock(mutex_);
  return parts_[part].done;
}

ImageWriter ParallelSections::wait_for(std::size_t part) {
  while (!is_done(part)) {  // rather than wait
    const auto other = take_heaviest();
    if (!other) break;
    make(*other);
  }
  MutexLock lock(mutex_);
  while (!parts_[part].done) part_done_.wait(mutex_);
  if (parts_[part].failure) std::rethrow_exception(parts_[part].failure);
  return *std::exchange(parts_[part].image, std::nullopt);
}

void ParallelSections::append_to(ImageWriter& image) {
  for (std::size_t part = 0; part < heaviest_first_.size(); ++part) {
    if (take(part)) {
      write_(part, image);
    } else {
      image.append_sections(wait_for(part));
    }
  }
}

unsigned threads_for_waiting_work() {
  constexpr unsigned kMost = 4;
  return std::clamp(std::thread::hardware_concurrency(), 1U, kMost);
}

}  // namespace aisle::engine
