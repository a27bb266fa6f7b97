#pragma once
// A change log in files of one folder, `changes-<first sequence number>.log`, with group commit.
//
// `append` writes to the operating system at once, so that a full disk is known before anything else happens and a
// killed process loses nothing; syncs run behind, one at a time, and each makes durable all that was appended before
// it began. A failed sync is final: what the disk then holds is unknown (the system may have dropped the dirty pages),
// so nothing is reported durable and nothing appended until the log is opened anew.

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/mutex.hpp"
#include "engine/index/live/background_scheduler.hpp"
#include "engine/index/log/change_log.hpp"

namespace aisle::engine {

struct FileLogOptions {
  std::filesystem::path directory;
  IndexUuid uuid{};
  std::size_t file_bytes = 64u << 20;      ///< a new file is begun past this
  std::int64_t sync_interval_ms = 5'000;   ///< used while not `sync_each_request`
  bool sync_each_request = true;
};

/// What opening found. Sentences for a person.
struct LogRecovery {
  std::vector<std::string> problems;
};

class FileChangeLog final : public ChangeLog {
 public:
  /// Opens the log to be read and continued from `position`. A torn tail is cut off; on damage in the middle, changes
  /// up to it are kept, the damaged file and all after it are renamed `.damaged`, and the report says so.
  /// `tasks` runs the syncs of when_durable; null or without a scheduler they run on the caller. Must outlive the log.
  static Result<std::unique_ptr<FileChangeLog>> open(FileLogOptions options, std::uint64_t position, TaskGroup* tasks,
                                                     LogRecovery& recovery);
  ~FileChangeLog() override;

  std::uint64_t next_sequence_number() const override;
  Result<LogAppend> append(std::span<const LogEntry> entries) override;
  void when_durable(std::uint64_t position, std::function<void(Status)> callback) override;
  Status wait_durable(std::uint64_t position) override;
  Status sync(std::uint64_t position) override;
  Status read_from(std::uint64_t position, const Visitor& visit) const override;
  Result<std::vector<std::byte>> read(const LogLocation& location) const override;
  Status drop_before(std::uint64_t position) override;
  std::uint64_t size_bytes() const override;

  void set_sync_each_request(bool each);
  /// Numbers the next change `position`, leaving a gap. REQUIRES: position >= next_sequence_number(), and a checkpoint
  /// follows that makes the records before the gap needless.
  Status skip_to(std::uint64_t position);

 private:
  FileChangeLog(FileLogOptions options, TaskGroup* tasks);
  void wait_while_syncing() AISLE_REQUIRES(mutex_);
  /// REQUIRES: no sync is running.
  Status begin_file() AISLE_REQUIRES(mutex_);
  void schedule_sync() AISLE_REQUIRES(mutex_);
  void sync_in_background();
  Status failed() const AISLE_REQUIRES(mutex_);
  std::vector<std::function<void()>> due_callbacks() AISLE_REQUIRES(mutex_);

  const FileLogOptions options_;
  const std::uint64_t seed_;
  TaskGroup* const tasks_;

  mutable Mutex mutex_;
  CondVar sync_ended_;
  std::vector<std::shared_ptr<LogFile>> files_ AISLE_GUARDED_BY(mutex_);  ///< the last one is appended to
  std::uint64_t next_ AISLE_GUARDED_BY(mutex_) = 0;
  std::uint64_t durable_ AISLE_GUARDED_BY(mutex_) = 0;
  std::multimap<std::uint64_t, std::function<void(Status)>> waiting_ AISLE_GUARDED_BY(mutex_);
  bool syncing_ AISLE_GUARDED_BY(mutex_) = false;
  bool sync_scheduled_ AISLE_GUARDED_BY(mutex_) = false;
  bool interval_sync_armed_ AISLE_GUARDED_BY(mutex_) = false;
  bool sync_each_request_ AISLE_GUARDED_BY(mutex_) = true;
  std::optional<Error> failure_ AISLE_GUARDED_BY(mutex_);  ///< of a sync; final
};

/// The log files of a folder by the first sequence number in their names.
std::map<std::uint64_t, std::filesystem::path> list_log_files(const std::filesystem::path& directory);
std::filesystem::path log_file_path(const std::filesystem::path& directory, std::uint64_t first_sequence_number);

}  // namespace aisle::engine
