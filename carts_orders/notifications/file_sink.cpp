#include "carts_orders/notifications/file_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "carts_orders/crypto/sha256.hpp"
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
  return ::fsync(file) == 0 ? Status() : failure(path, "syncing");
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failure(path, "opening");
  Status written = write_all(file, text, path);
  ::close(file);
  return written;
}

Status sync_folder(const std::filesystem::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return failure(folder, "opening the folder");
  const int synced = ::fsync(opened);
  ::close(opened);
  return synced == 0 ? Status() : failure(folder, "syncing the folder");
}

/// Under another name first: who watches the folder never sees half a message.
Status put_file(const std::filesystem::path& folder, const std::string& name, std::string_view text) {
  std::filesystem::create_directories(folder);
  const std::filesystem::path unfinished = folder / ("." + name + ".part");
  if (auto written = write_file(unfinished, text); !written) return written;
  std::filesystem::rename(unfinished, folder / name);
  return sync_folder(folder);
}

}  // namespace

FileSink::FileSink(std::filesystem::path folder, std::string from, Executor& executor)
    : folder_(std::move(folder)), from_(std::move(from)), thread_(executor) {}

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
  thread_.run(
      [folder = folder_, name = file_name(message.id), mail = format_mail(message, from_)] {
        return put_file(folder, name, mail);
      },
      std::move(done));
}

}  // namespace aisle::shop
