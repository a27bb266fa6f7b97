#pragma once
// Parts of an image that are worked out by several threads and written in their order.

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "engine/index/segment/segment_image.hpp"

namespace aisle::engine {

/// Writes parts 0 to n - 1 of an image, each by one call of `write` with its number. Helpers begin at once, the heaviest
/// part first, with writers of their own; the owner may do other work before it calls append_to(), which writes straight
/// into the image what no helper has taken. The image is the same whatever the number of threads. Costs the memory of
/// the parts that helpers made until their turn comes.
class ParallelSections {
 public:
  using Write = std::function<void(std::size_t part, ImageWriter& image)>;
  /// `weights`: roughly how long each part takes. `threads` counts the owner's. `write` is called by all of them.
  ParallelSections(std::vector<std::uint64_t> weights, unsigned threads, Write write);
  /// Waits for the helpers, which take no new part.
  ~ParallelSections();
  ParallelSections(const ParallelSections&) = delete;
  ParallelSections& operator=(const ParallelSections&) = delete;

  /// Writes all parts, in their order. Once. Throws what `write` threw.
  void append_to(ImageWriter& image);

 private:
  struct Part {
    bool taken = false;
    bool done = false;
    std::exception_ptr failure;
    std::optional<ImageWriter> image;  ///< once it is done, where a helper made it
  };
  /// By number; nothing where all are taken.
  std::optional<std::size_t> take_heaviest() AISLE_EXCLUDES(mutex_);
  void make(std::size_t part) AISLE_EXCLUDES(mutex_);
  /// True when the owner is to write the part itself; else a helper will have it done.
  bool take(std::size_t part) AISLE_EXCLUDES(mutex_);
  ImageWriter wait_for(std::size_t part) AISLE_EXCLUDES(mutex_);
  bool is_done(std::size_t part) AISLE_EXCLUDES(mutex_);

  const Write write_;
  std::vector<std::size_t> heaviest_first_;
  Mutex mutex_;
  CondVar part_done_;
  std::vector<Part> parts_ AISLE_GUARDED_BY(mutex_);
  std::vector<std::jthread> helpers_;
};

/// How many threads may work on what somebody waits for.
unsigned threads_for_waiting_work();

}  // namespace aisle::engine
