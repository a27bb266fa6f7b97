// Opening a log that was left in whatever state: FileChangeLog::open.

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <utility>

#include "base/mapped_file.hpp"
#include "engine/index/log/file_change_log.hpp"
#include "engine/index/log/log_file.hpp"

namespace aisle::engine {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPrefix = "changes-";
constexpr std::string_view kSuffix = ".log";

std::optional<std::uint64_t> number_in(const std::string& name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  const char* first = name.data() + kPrefix.size();
  const char* last = name.data() + name.size() - kSuffix.size();
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(first, last, number);
  if (parsed.ec != std::errc{} || parsed.ptr != last) return std::nullopt;
  return number;
}

fs::path damaged_name(const fs::path& path) { return path.string() + ".damaged"; }

Status rename_aside(const fs::path& path) {
  std::error_code failed;
  fs::rename(path, damaged_name(path), failed);
  if (failed) return storage_error("rename", path, failed.value());
  return sync_directory(path.parent_path());
}

/// Keeps the whole damaged file under another name and its sound beginning under its own; a crash in between leaves
/// the damaged file in place, to be found again.
Status keep_sound_part(const fs::path& path, std::span<const std::byte> sound) {
  std::error_code failed;
  fs::remove(damaged_name(path), failed);
  fs::create_hard_link(path, damaged_name(path), failed);
  if (failed) fs::copy_file(path, damaged_name(path), failed);
  if (failed) return storage_error("copy", path, failed.value());
  return write_file_atomically(path, sound);
}

Status cut_file(const fs::path& path, std::size_t size) {
  if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0) return storage_error("truncate", path, errno);
  auto file = LogFile::open(path, size, 0);
  return file ? (*file)->sync() : Status(std::move(file).error());
}

/// Goes through the files in order and decides for each what of it stays.
class LogInspection {
 public:
  LogInspection(const FileLogOptions& options, std::uint64_t position, LogRecovery& recovery)
      : options_(options), recovery_(recovery), next_(position) {}

  Status inspect(const std::map<std::uint64_t, fs::path>& files) {
    for (auto it = files.begin(); it != files.end(); ++it) {
      const auto after = std::next(it);
      if (after != files.end() && after->first <= next_ && kept_.empty()) {
        std::error_code ignored;
        fs::remove(it->second, ignored);  // wholly covered by a checkpoint
        continue;
      }
      if (Status done = inspect_file(it->first, it->second, after == files.end()); !done) return done;
    }
    return {};
  }

  std::vector<std::shared_ptr<LogFile>> take_files() && { return std::move(kept_); }
  std::uint64_t next() const { return next_; }

 private:
  Status inspect_file(std::uint64_t first, const fs::path& path, bool last) {
    const bool follows = kept_.empty() ? first <= next_ : first == next_;
    if (lost_ || !follows) return set_aside(path, first);
    auto mapped = MappedFile::open(path);
    if (!mapped) return std::move(mapped).error();
    const auto bytes = mapped->bytes();
    const auto header = decode_log_file_header(bytes);
    const bool ours = header && header->first_sequence_number == first && header->uuid == options_.uuid;
    if (!ours && last && bytes.size() <= kLogFileHeaderBytes && !header) return remove_unborn(path);
    const LogFileEnd end = scan_log_file(bytes, first, log_checksum_seed(options_.uuid));
    if (!ours) return set_aside(path, first);
    if (!end.whole && (!last || end.sound_after_damage)) {
      if (Status kept = keep_damaged(path, bytes, end); !kept) return kept;
    } else if (!end.whole) {
      if (Status cut = cut_tail(path, bytes.size(), end); !cut) return cut;
    }
    return keep(path, first, end);
  }

  /// A crash while a file was being begun leaves it without a whole header: nothing was ever in it.
  Status remove_unborn(const fs::path& path) {
    std::error_code failed;
    fs::remove(path, failed);
    return failed ? Status(storage_error("remove", path, failed.value())) : Status{};
  }

  Status cut_tail(const fs::path& path, std::size_t size, const LogFileEnd& end) {
    recovery_.problems.push_back("log file [" + path.string() + "] ends in a torn record at offset " +
                                 std::to_string(end.sound_bytes) + ": its last " +
                                 std::to_string(size - end.sound_bytes) +
                                 " bytes were cut off; every change before them was kept");
    return cut_file(path, end.sound_bytes);
  }

  Status keep_damaged(const fs::path& path, std::span<const std::byte> bytes, const LogFileEnd& end) {
    lost_ = true;
    recovery_.problems.push_back("log file [" + path.string() + "] is damaged at offset " +
                                 std::to_string(end.sound_bytes) + ": changes numbered below " +
                                 std::to_string(end.next_sequence_number) +
                                 " were kept, later ones in it are lost; the damaged file is kept as [" +
                                 damaged_name(path).string() + "]");
    return keep_sound_part(path, bytes.first(end.sound_bytes));
  }

  Status set_aside(const fs::path& path, std::uint64_t first) {
    lost_ = true;
    recovery_.problems.push_back("log file [" + path.string() + "] does not follow on change " +
                                 std::to_string(next_) + " (it should hold changes from " + std::to_string(first) +
                                 " on, or its header is damaged at offset 0): none of it was used; it is kept as [" +
                                 damaged_name(path).string() + "]");
    return rename_aside(path);
  }

  Status keep(const fs::path& path, std::uint64_t first, const LogFileEnd& end) {
    auto file = LogFile::open(path, end.sound_bytes, first);
    if (!file) return std::move(file).error();
    kept_.push_back(std::move(*file));
    if (end.next_sequence_number < next_) {
      recovery_.problems.push_back("log file [" + path.string() + "] ends before the checkpoint that it belongs to");
      lost_ = true;
      kept_.pop_back();
      return rename_aside(path);
    }
    next_ = end.next_sequence_number;
    return {};
  }

  const FileLogOptions& options_;
  LogRecovery& recovery_;
  std::uint64_t next_;
  bool lost_ = false;
  std::vector<std::shared_ptr<LogFile>> kept_;
};

}  // namespace

std::map<std::uint64_t, fs::path> list_log_files(const fs::path& directory) {
  std::map<std::uint64_t, fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator it(directory, failed), end; !failed && it != end; it.increment(failed)) {
    if (const auto number = number_in(it->path().filename().string())) files.emplace(*number, it->path());
  }
  return files;
}

fs::path log_file_path(const fs::path& directory, std::uint64_t first_sequence_number) {
  std::string digits = std::to_string(first_sequence_number);
  digits.insert(0, 20 - digits.size(), '0');
  return directory / (std::string(kPrefix) + digits + std::string(kSuffix));
}

Result<std::unique_ptr<FileChangeLog>> FileChangeLog::open(FileLogOptions options, std::uint64_t position,
                                                           TaskGroup* tasks, LogRecovery& recovery) {
  LogInspection inspection(options, position, recovery);
  if (Status inspected = inspection.inspect(list_log_files(options.directory)); !inspected) {
    return std::move(inspected).error();
  }
  std::unique_ptr<FileChangeLog> log(new FileChangeLog(std::move(options), tasks));
  MutexLock lock(log->mutex_);
  log->next_ = log->durable_ = inspection.next();
  log->files_ = std::move(inspection).take_files();
  if (log->files_.empty()) {
    if (Status begun = log->begin_file(); !begun) return std::move(begun).error();
  }
  // What was appended but not synced before a crash may only be in memory still.
  if (Status synced = log->files_.back()->sync(); !synced) return std::move(synced).error();
  return log;
}

}  // namespace aisle::engine
