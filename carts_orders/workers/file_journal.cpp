#include "carts_orders/workers/file_journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace aisle::shop {
namespace {

Error failure(const std::filesystem::path& path, const char* doing) {
  return {ErrorCode::unavailable, fmt::format("{}: {}: {}", path.string(), doing, std::strerror(errno))};
}

Result<std::string> read_all(int file, const std::filesystem::path& path) {
  std::string text;
  std::string block(1u << 16, '\0');
  for (;;) {
    const ssize_t got = ::read(file, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(path, "reading");
    if (got == 0) return text;
    text.append(block, 0, static_cast<std::size_t>(got));
  }
}

bool is_sound(std::string_view line) {
  return line.size() >= 2 && line.front() == '{' && line.back() == '}' && line.find('\0') == line.npos;
}

struct SoundLines {
  std::vector<std::string> lines;
  std::size_t bytes = 0;  ///< where they end
};

/// Power loss may leave anything where nothing was synced: the first broken line ends the journal, unless a sound one
/// follows, which only damage explains.
Result<SoundLines> sound_lines(std::string_view text, const std::filesystem::path& path) {
  SoundLines sound;
  bool broken = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string_view line = text.substr(at, end - at);
    at = end == text.npos ? text.size() : end + 1;
    if (end == text.npos || !is_sound(line)) {
      broken = true;
    } else if (broken) {
      return Error(ErrorCode::data_corrupt, fmt::format("{}: a broken line is followed by a sound one", path.string()));
    } else {
      sound.lines.emplace_back(line);
      sound.bytes = at;
    }
  }
  return sound;
}

Status sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return failure(folder, "opening the folder");
  const int synced = ::fsync(opened);
  ::close(opened);
  return synced == 0 ? Status() : failure(folder, "syncing the folder");
}

Result<std::vector<std::string>> prepare(int file, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    return Error(ErrorCode::failed_precondition, fmt::format("{} is not a file", path.string()));
  }
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return Error(ErrorCode::failed_precondition, fmt::format("{} is in use by another process", path.string()));
  }
  const auto text = read_all(file, path);
  if (!text) return Error(text.error());
  auto sound = sound_lines(*text, path);
  if (!sound) return std::move(sound).error();
  if (sound->bytes < text->size() && ::ftruncate(file, static_cast<off_t>(sound->bytes)) != 0) {
    return failure(path, "cutting off a torn line");
  }
  if (auto synced = sync_folder(path); !synced) return std::move(synced).error();
  return std::move(sound->lines);
}

}  // namespace

Result<std::unique_ptr<FileJournal>> FileJournal::open(const std::filesystem::path& path, Executor& executor) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return failure(path, "opening");
  auto lines = prepare(file, path);
  if (!lines) {
    ::close(file);
    return std::move(lines).error();
  }
  return std::unique_ptr<FileJournal>(new FileJournal(file, *std::move(lines), executor));
}

FileJournal::FileJournal(int file, std::vector<std::string> lines, Executor& executor)
    : file_(file), executor_(executor), read_(std::move(lines)), thread_([this] { work(); }) {}

FileJournal::~FileJournal() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  ::close(file_);
}

void FileJournal::append(std::string line, std::function<void(Status)> durable) {
  MutexLock lock(mutex_);
  if (!line.empty()) pending_.text += line + '\n';
  if (durable) pending_.waiting.push_back(std::move(durable));
  wake_.notify_one();
}

void FileJournal::work() {
  for (;;) {
    Pending batch;
    {
      MutexLock lock(mutex_);
      while (pending_.empty() && !stopping_) wake_.wait(mutex_);
      if (pending_.empty()) return;
      batch = std::exchange(pending_, Pending());
    }
    // After a failed sync nobody knows what is on disk, so nothing is tried again.
    if (health_ && !batch.text.empty()) health_ = write(batch.text);
    if (batch.waiting.empty()) continue;
    executor_.post([waiting = std::move(batch.waiting), status = health_] {
      for (const auto& durable : waiting) durable(status);
    });
  }
}

Status FileJournal::write(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t wrote = ::write(file_, text.data() + at, text.size() - at);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure("journal", "writing");
    at += static_cast<std::size_t>(wrote);
  }
  return ::fdatasync(file_) == 0 ? Status() : failure("journal", "syncing");
}

}  // namespace aisle::shop
