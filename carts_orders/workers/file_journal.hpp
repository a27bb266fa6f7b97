#pragma once
// A journal in one NDJSON file. A thread of its own writes and syncs whatever has gathered since its last sync, so the
// cost of a sync is shared and the executor never waits.

#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/workers/journal.hpp"

namespace aisle::shop {

/// Survives kill -9 and power loss: a last line that was torn is cut off when the file is opened. The executor must
/// outlive it, and must not run tasks that name it after its end.
class FileJournal final : public Journal {
 public:
  /// Opens or makes the file, in a folder that exists, and locks it against other processes. Errors: unavailable,
  /// failed_precondition (another process has it), data_corrupt (a broken line with sound ones after it).
  static Result<std::unique_ptr<FileJournal>> open(const std::filesystem::path& path, Executor& executor);
  /// Writes what is left.
  ~FileJournal() override;

  Result<std::vector<std::string>> read() override { return std::move(read_); }
  void append(std::string line, std::function<void(Status)> durable) override;

 private:
  struct Pending {
    std::string text;
    std::vector<std::function<void(Status)>> waiting;
    bool empty() const { return text.empty() && waiting.empty(); }
  };
  FileJournal(int file, std::vector<std::string> lines, Executor& executor);
  void work();
  Status write(const std::string& text);

  const int file_;
  Executor& executor_;
  std::vector<std::string> read_;
  Mutex mutex_;
  CondVar wake_;
  Pending pending_ AISLE_GUARDED_BY(mutex_);
  bool stopping_ AISLE_GUARDED_BY(mutex_) = false;
  Status health_;  ///< of the writing thread, which alone uses it
  std::thread thread_;
};

}  // namespace aisle::shop
