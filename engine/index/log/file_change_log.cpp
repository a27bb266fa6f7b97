#include "engine/index/log/file_change_log.hpp"

#include <utility>

#include "base/bytes.hpp"
#include "base/mapped_file.hpp"
#include "engine/index/log/log_file.hpp"

namespace aisle::engine {

FileChangeLog::FileChangeLog(FileLogOptions options, TaskGroup* tasks)
    : options_(std::move(options)),
      seed_(log_checksum_seed(options_.uuid)),
      tasks_(tasks),
      sync_each_request_(options_.sync_each_request) {}

FileChangeLog::~FileChangeLog() {
  std::multimap<std::uint64_t, std::function<void(Status)>> waiting;
  {
    MutexLock lock(mutex_);
    waiting.swap(waiting_);
  }
  for (auto& [position, callback] : waiting) callback(Error(ErrorCode::unavailable, "the index was closed"));
}

std::uint64_t FileChangeLog::next_sequence_number() const {
  MutexLock lock(mutex_);
  return next_;
}

std::uint64_t FileChangeLog::size_bytes() const {
  MutexLock lock(mutex_);
  std::uint64_t total = 0;
  for (const auto& file : files_) total += file->size_bytes() - kLogFileHeaderBytes;
  return total;
}

Status FileChangeLog::failed() const {
  if (failure_) return *failure_;
  return {};
}

/// Two syncs of one file at once would share its error: the system tells a lost write to only one of them.
void FileChangeLog::wait_while_syncing() {
  while (syncing_) sync_ended_.wait(mutex_);
}

/// The file before it is synced first: a later file with records proves that all before it is complete.
Status FileChangeLog::begin_file() {
  if (!files_.empty() && durable_ < next_) {
    if (Status synced = files_.back()->sync(); !synced) {
      failure_ = synced.error();
      return synced;
    }
    durable_ = next_;
    if (!waiting_.empty()) schedule_sync();
  }
  auto file = LogFile::create(log_file_path(options_.directory, next_), {options_.uuid, next_});
  if (!file) return std::move(file).error();
  files_.push_back(std::move(*file));
  return {};
}

Result<LogAppend> FileChangeLog::append(std::span<const LogEntry> entries) {
  MutexLock lock(mutex_);
  if (files_.back()->size_bytes() >= options_.file_bytes) wait_while_syncing();
  if (failure_) return *failure_;
  if (files_.back()->size_bytes() >= options_.file_bytes) {
    if (Status begun = begin_file(); !begun) return std::move(begun).error();
  }
  LogAppend appended{.first_sequence_number = next_};
  LogFile& file = *files_.back();
  std::vector<std::array<std::byte, kLogRecordHeaderBytes>> headers(entries.size());
  std::vector<std::span<const std::byte>> pieces;
  pieces.reserve(2 * entries.size());
  appended.offsets.reserve(entries.size());
  std::uint64_t offset = file.size_bytes();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const LogRecord record{entries[i].type, next_ + i, entries[i].payload};
    headers[i] = encode_log_record_header(record, seed_);
    pieces.emplace_back(headers[i]);
    pieces.push_back(record.payload);
    appended.offsets.push_back(offset);
    offset += record.size_bytes();
  }
  if (Status written = file.append(pieces); !written) return std::move(written).error();
  next_ += entries.size();
  appended.first = {files_.back(), appended.offsets.empty() ? file.size_bytes() : appended.offsets.front()};
  if (!sync_each_request_ && !interval_sync_armed_ && tasks_ != nullptr && tasks_->runs()) {
    interval_sync_armed_ = true;
    tasks_->post_after(Lane::sync, std::chrono::milliseconds(options_.sync_interval_ms), [this] { sync_in_background(); });
  }
  return appended;
}

void FileChangeLog::schedule_sync() {
  if (sync_scheduled_ || tasks_ == nullptr || !tasks_->runs()) return;
  sync_scheduled_ = true;
  tasks_->post(Lane::sync, [this] { sync_in_background(); });
}

void FileChangeLog::sync_in_background() {
  std::uint64_t target = 0;
  {
    MutexLock lock(mutex_);
    sync_scheduled_ = false;
    interval_sync_armed_ = false;
    target = next_;
  }
  (void)sync(target);  // the callbacks are told
}

std::vector<std::function<void()>> FileChangeLog::due_callbacks() {
  std::vector<std::function<void()>> due;
  const Status status = failed();
  const auto end = failure_ ? waiting_.end() : waiting_.upper_bound(durable_);
  for (auto it = waiting_.begin(); it != end; it = waiting_.erase(it)) {
    due.push_back([callback = std::move(it->second), status] { callback(status); });
  }
  return due;
}

Status FileChangeLog::sync(std::uint64_t position) {
  std::vector<std::function<void()>> due;
  Status status;
  {
    MutexLock lock(mutex_);
    // One caller syncs for all who wait; those who came after it began need the next one.
    while (syncing_ && durable_ < position && !failure_) sync_ended_.wait(mutex_);
    if (durable_ < position && !failure_) {
      syncing_ = true;
      const std::shared_ptr<LogFile> file = files_.back();
      const std::uint64_t target = next_;
      mutex_.unlock();
      const Status synced = file->sync();
      mutex_.lock();
      syncing_ = false;
      if (!synced && !failure_) failure_ = synced.error();
      if (synced && target > durable_) durable_ = target;
      sync_ended_.notify_all();
    }
    status = failed();
    due = due_callbacks();
    if (!waiting_.empty()) schedule_sync();
  }
  for (auto& callback : due) callback();
  return status;
}

void FileChangeLog::when_durable(std::uint64_t position, std::function<void(Status)> callback) {
  std::optional<Status> known;
  {
    MutexLock lock(mutex_);
    if (failure_ || !sync_each_request_ || position <= durable_) {
      known = failed();
    } else if (tasks_ != nullptr && tasks_->runs()) {
      waiting_.emplace(position, std::move(callback));
      schedule_sync();
      return;
    }
  }
  callback(known ? *known : sync(position));
}

Status FileChangeLog::wait_durable(std::uint64_t position) {
  {
    MutexLock lock(mutex_);
    if (failure_ || !sync_each_request_ || position <= durable_) return failed();
  }
  return sync(position);
}

Status FileChangeLog::read_from(std::uint64_t position, const Visitor& visit) const {
  std::vector<std::shared_ptr<LogFile>> files;
  std::uint64_t end = 0;
  {
    MutexLock lock(mutex_);
    files = files_;
    end = next_;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i + 1 < files.size() && files[i + 1]->first_sequence_number() <= position) continue;
    auto mapped = MappedFile::open(files[i]->path());
    if (!mapped) return std::move(mapped).error();
    std::uint64_t number = files[i]->first_sequence_number();
    for (std::size_t offset = kLogFileHeaderBytes; number < end && offset < mapped->bytes().size(); ++number) {
      const auto record = read_log_record(mapped->bytes(), offset, seed_);
      if (!record || record->sequence_number != number) {
        return Error(ErrorCode::data_corrupt, "log file [" + files[i]->path().string() + "] is damaged at offset " +
                                                  std::to_string(offset));
      }
      if (number >= position && !visit(*record, {files[i], offset})) return {};
      offset += record->size_bytes();
    }
  }
  return {};
}

Result<std::vector<std::byte>> FileChangeLog::read(const LogLocation& location) const {
  std::vector<std::byte> bytes(kLogRecordHeaderBytes);
  if (Status got = location.file->read(location.offset, bytes); !got) return std::move(got).error();
  const auto length = load<std::uint32_t>(bytes.data());
  if (length <= kMaxLogPayloadBytes) {
    bytes.resize(kLogRecordHeaderBytes + length);
    const auto payload = std::span(bytes).subspan(kLogRecordHeaderBytes);
    if (Status got = location.file->read(location.offset + kLogRecordHeaderBytes, payload); !got) {
      return std::move(got).error();
    }
  }
  if (!read_log_record(bytes, 0, seed_)) {
    return Error(ErrorCode::data_corrupt, "log file [" + location.file->path().string() + "] is damaged at offset " +
                                              std::to_string(location.offset));
  }
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(kLogRecordHeaderBytes));
  return bytes;
}

Status FileChangeLog::drop_before(std::uint64_t position) {
  MutexLock lock(mutex_);
  wait_while_syncing();
  if (failure_) return *failure_;
  const bool active_is_covered = position >= next_ && files_.back()->size_bytes() > kLogFileHeaderBytes;
  if (active_is_covered) {
    if (Status begun = begin_file(); !begun) return begun;
  }
  bool dropped = false;
  while (files_.size() > 1 && files_[1]->first_sequence_number() <= position) {
    std::error_code ignored;  // a file that stays is skipped by its number at the next opening
    std::filesystem::remove(files_.front()->path(), ignored);
    files_.erase(files_.begin());
    dropped = true;
  }
  return dropped ? sync_directory(options_.directory) : Status{};
}

Status FileChangeLog::skip_to(std::uint64_t position) {
  MutexLock lock(mutex_);
  next_ = durable_ = position;
  return begin_file();
}

void FileChangeLog::set_sync_each_request(bool each) {
  MutexLock lock(mutex_);
  sync_each_request_ = each;
}

}  // namespace aisle::engine
