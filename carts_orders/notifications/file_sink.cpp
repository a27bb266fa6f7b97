#include "carts_orders/notifications/file_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/crypto/digest.hpp"
#include "carts_orders/notifications/mail_format.hpp"

namespace aisle::shop {
namespace {

constexpr std::size_t kLongestName = 150;

Error failure(const std::filesystem::path& path, const char* doing) {
  return {ErrorCode::unavailable, fmt::format("{}: {}: {}", path.string(), doing, std::strerror(errno))};
}

Status write_all(int file, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(file, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure(path, "writing");
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failure(path, "opening");
  Status written = write_all(file, text, path);
  ::close(file);
  return written;
}

/// With `sync` of the folder's file descriptor: ::syncfs or ::fsync.
Status sync_folder(const std::filesystem::path& folder, int (*sync)(int)) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return failure(folder, "opening the folder");
  const int synced = sync(opened);
  ::close(opened);
  return synced == 0 ? Status() : failure(folder, "syncing the folder");
}

std::filesystem::path unfinished(const std::filesystem::path& folder, const std::string& name) {
  return folder / ("." + name + ".part");
}

/// Under other names first, and synced before they get their own: who watches the folder never sees half a message, and
/// after power loss there is none either.
template <class Batch>
Status put_files(const std::filesystem::path& folder, Batch& batch) {
  std::filesystem::create_directories(folder);
  for (auto& letter : batch) letter.status = write_file(unfinished(folder, letter.name), letter.mail);
  if (auto synced = sync_folder(folder, ::syncfs); !synced) return synced;
  for (auto& letter : batch) {
    // The same message twice in one batch: the second finds its file in place.
    std::error_code error;
    if (letter.status) std::filesystem::rename(unfinished(folder, letter.name), folder / letter.name, error);
    if (error && !std::filesystem::exists(folder / letter.name)) letter.status = Error(ErrorCode::unavailable, error.message());
  }
  return sync_folder(folder, ::fsync);
}

}  // namespace

struct FileSink::Letter {
  std::string name;
  std::string mail;
  std::function<void(Status)> done;
  Status status;
};

FileSink::FileSink(std::filesystem::path folder, std::string from, Executor& executor)
    : folder_(std::move(folder)), from_(std::move(from)), waiting_(std::make_shared<Batch>()), thread_(executor) {}

std::string FileSink::file_name(std::string_view id) {
  std::string name(id);
  const auto odd = [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-');
  };
  const bool ambiguous = name.size() > kLongestName || std::ranges::any_of(name, [&](char c) { return odd(c) && c != ':'; });
  std::ranges::replace_if(name, odd, '-');
  if (ambiguous) name = name.substr(0, kLongestName) + "-" + sha256_hex(id).substr(0, 12);
  return name + ".eml";
}

void FileSink::send(const Message& message, std::function<void(Status)> done) {
  waiting_->push_back({file_name(message.id), format_mail(message, from_), std::move(done), {}});
  if (!busy_) write_batch();
}

void FileSink::write_batch() {
  busy_ = true;
  const auto batch = std::exchange(waiting_, std::make_shared<Batch>());
  thread_.run([batch, folder = folder_] { return put_files(folder, *batch); },
              lifeline_.guard([this, batch](const Status& written) {
                busy_ = false;
                if (!waiting_->empty()) write_batch();
                for (const Letter& letter : *batch) letter.done(written ? letter.status : written);
              }));
}

}  // namespace aisle::shop
