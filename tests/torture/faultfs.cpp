// A disk that fails on purpose, put between a program and the kernel with LD_PRELOAD.
//
// It writes down, before each write below one directory, what the bytes were before, and when a file was synced. So that
// after the process died in whatever way, `power_loss.mjs` can take back what a power cut would have lost: any of the
// 4 KiB pages (or 512-byte sectors) that were written and not synced since. And it fails calls when it is told to.
//
//   AISLE_FAULT_DIRECTORY   files below it are watched; without it nothing is done
//   AISLE_FAULT_JOURNAL     where the notes go: records of JournalRecord and their bytes
//   AISLE_FAULT_CONTROL     a file of Control, mapped: orders in, counters out, at any time
//
// Watched files are never really synced: the notes stand for the disk, and runs are faster. Not covered: writes through
// mappings, renames and removals that a power cut would undo. (The idea is LazyFS's, doi:10.14778/3681954.3681980, without
// FUSE; that a failed fsync leaves pages clean and lost is from Rebello et al., USENIX ATC 2020.)
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <atomic>

namespace {

constexpr int64_t kPageBytes = 4096;

using Word = std::atomic<int64_t>;
static_assert(sizeof(Word) == sizeof(int64_t) && Word::is_always_lock_free);

/// 64-bit words; the test writes the orders, this program the counts. Numbers of calls count from 1; 0 means never.
struct Control {
  Word die_at_sync;       ///< SIGKILL instead of that sync
  Word die_at_write;      ///< SIGKILL right after that write
  Word fail_sync_at;      ///< EIO from that sync on, `fail_sync_count` times
  Word fail_sync_count;
  Word fail_write_at;     ///< EIO, once
  Word short_every;       ///< every such write takes only half of its bytes
  Word space_left = -1;   ///< bytes by which files may grow before ENOSPC; negative: endless
  Word refuse_opens;      ///< EMFILE while not 0
  Word lie_about_syncs;   ///< while not 0, syncs do nothing and say they did: what a planted bug does
  Word syncs;
  Word writes;
  Word faults;            ///< errors given, ENOSPC included
  Word directory_faults;  ///< of those, errors of directories' syncs
  Word fault_time_ns;     ///< of the first, CLOCK_MONOTONIC
};

enum class Note : int64_t { file = 1, write, sync, failed_sync, truncate, created, removed, directory_sync };

/// Followed by `bytes` bytes: the old content of a write, a path for file, created and directory_sync.
struct JournalRecord {
  Note note;
  int64_t inode;
  int64_t offset;  ///< of a write; the size on disk of a file; the new size of a truncate
  int64_t length;  ///< of what a write covers; the size that a sync made durable
  int64_t bytes;
};

struct WatchedFile {
  ino_t inode;
  bool unsynced;
  bool lost;        ///< a sync failed: some pages may never reach the disk
  uint64_t new_in;  ///< hash of the directory that has its name and was not synced since; 0: none
};

Control no_orders;
Control* control = &no_orders;
char directory[1024];
int journal = -1;
WatchedFile files[256];
size_t file_count = 0;
bool inherited = false;  ///< there are notes of an earlier process: they count until a power cut
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

class Locked {
 public:
  Locked() { pthread_mutex_lock(&mutex); }
  ~Locked() { pthread_mutex_unlock(&mutex); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
};

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

[[noreturn]] void die() {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

[[noreturn]] void give_up(const char* why) {
  dprintf(2, "faultfs: %s: %s\n", why, strerror(errno));
  abort();
}

void note(Note kind, ino_t inode, int64_t offset, int64_t length, const void* bytes, int64_t count) {
  const JournalRecord record{kind, static_cast<int64_t>(inode), offset, length, count};
  iovec parts[] = {{const_cast<JournalRecord*>(&record), sizeof record}, {const_cast<void*>(bytes), static_cast<size_t>(count)}};
  const auto wanted = static_cast<ssize_t>(sizeof record) + count;
  if (syscall(SYS_writev, journal, parts, count > 0 ? 2 : 1) != wanted) give_up("cannot write notes");
}

__attribute__((constructor)) void start() {
  const char* watched = getenv("AISLE_FAULT_DIRECTORY");
  const char* notes = getenv("AISLE_FAULT_JOURNAL");
  const char* orders = getenv("AISLE_FAULT_CONTROL");
  if (watched == nullptr || notes == nullptr) return;
  snprintf(directory, sizeof directory, "%s", watched);
  journal = static_cast<int>(syscall(SYS_openat, AT_FDCWD, notes, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (journal < 0) give_up("cannot open AISLE_FAULT_JOURNAL");
  inherited = lseek(journal, 0, SEEK_END) > 0;
  if (orders == nullptr) return;
  const int fd = static_cast<int>(syscall(SYS_openat, AT_FDCWD, orders, O_RDWR | O_CLOEXEC));
  if (fd < 0) give_up("cannot open AISLE_FAULT_CONTROL");
  void* mapped = mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) give_up("cannot map AISLE_FAULT_CONTROL");
  control = static_cast<Control*>(mapped);
  close(fd);
}

bool path_of(int fd, char* path, size_t capacity) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, capacity - 1);
  if (length < 0) return false;
  path[length] = '\0';
  return true;
}

bool is_below(const char* path) {
  const size_t length = strlen(directory);
  return length > 0 && strncmp(path, directory, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/// The shared-memory index of SQLite's log is rebuilt after each crash; it is never synced.
bool is_scratch(const char* path) {
  const size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

WatchedFile* find(ino_t inode) {
  for (size_t i = 0; i < file_count; ++i) {
    if (files[i].inode == inode) return &files[i];
  }
  return nullptr;
}

WatchedFile* watch(ino_t inode, int64_t size_on_disk, const char* path) {
  if (file_count == sizeof files / sizeof files[0]) give_up("too many files");
  note(Note::file, inode, size_on_disk, 0, path, static_cast<int64_t>(strlen(path)));
  files[file_count] = {inode, false, false, 0};
  return &files[file_count++];
}

/// Null: not a watched file. Sets `size` to the file's.
WatchedFile* watched(int fd, int64_t& size) {
  if (journal < 0 || fd == journal) return nullptr;
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
  size = status.st_size;
  if (WatchedFile* known = find(status.st_ino)) return known;
  char path[4096];
  if (!path_of(fd, path, sizeof path) || !is_below(path) || is_scratch(path)) return nullptr;
  return watch(status.st_ino, status.st_size, path);
}

void count_fault() {
  if (control->faults++ > 0) return;
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  control->fault_time_ns = now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

int fail(int error) {
  count_fault();
  errno = error;
  return -1;
}

/// Notes what these bytes are now, page by page.
void note_old(const WatchedFile& file, int fd, int64_t offset, int64_t length) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const int reader = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
  if (reader < 0) give_up("cannot read a watched file");
  char old[kPageBytes];
  while (length > 0) {
    const int64_t piece = length < kPageBytes - offset % kPageBytes ? length : kPageBytes - offset % kPageBytes;
    const int64_t there = syscall(SYS_pread64, reader, old, piece, offset);
    note(Note::write, file.inode, offset, piece, old, there < 0 ? 0 : there);
    offset += piece;
    length -= piece;
  }
  close(reader);
}

/// How many of the bytes may be written; negative after setting errno.
int64_t allowed(int64_t offset, int64_t length, int64_t size) {
  const int64_t number = ++control->writes;
  if (number == control->fail_write_at) return fail(EIO);
  if (control->short_every > 0 && number % control->short_every == 0 && length > 1) length /= 2;
  const int64_t growth = offset + length - size;
  if (control->space_left < 0 || growth <= 0) return length;
  const int64_t granted = growth < control->space_left ? growth : control->space_left.load();
  if (length - (growth - granted) <= 0) return fail(ENOSPC);
  control->space_left -= granted;
  return length - (growth - granted);
}

ssize_t write_at(int fd, const void* bytes, size_t count, int64_t offset, bool at_offset) {
  const auto put = [&](size_t n) {
    return at_offset ? syscall(SYS_pwrite64, fd, bytes, n, offset) : syscall(SYS_write, fd, bytes, n);
  };
  if (journal < 0) return put(count);
  const Locked lock;
  int64_t size = 0;
  WatchedFile* file = watched(fd, size);
  if (file == nullptr || count == 0) return put(count);
  if (!at_offset) offset = (fcntl(fd, F_GETFL) & O_APPEND) != 0 ? size : lseek(fd, 0, SEEK_CUR);
  const int64_t granted = allowed(offset, static_cast<int64_t>(count), size);
  if (granted < 0) return -1;
  file->unsynced = true;
  note_old(*file, fd, offset, granted);
  const ssize_t written = put(static_cast<size_t>(granted));
  if (control->writes == control->die_at_write) die();
  return written;
}

ssize_t write_parts(int fd, const iovec* parts, int count, int64_t offset, bool at_offset) {
  ssize_t total = 0;
  for (int i = 0; i < count; ++i) {
    const ssize_t written = write_at(fd, parts[i].iov_base, parts[i].iov_len, offset + total, at_offset);
    if (written < 0) return total > 0 ? total : -1;
    total += written;
    if (static_cast<size_t>(written) < parts[i].iov_len) break;
  }
  return total;
}

uint64_t hash_of(const char* text, size_t length) {
  uint64_t hash = 14'695'981'039'346'656'037U;
  for (size_t i = 0; i < length; ++i) hash = (hash ^ static_cast<unsigned char>(text[i])) * 1'099'511'628'211U;
  return hash;
}

/// When nothing is left unsynced the notes so far say nothing any more.
void forget_if_clean() {
  if (inherited) return;
  for (size_t i = 0; i < file_count; ++i) {
    if (files[i].unsynced || files[i].lost || files[i].new_in != 0) return;
  }
  file_count = 0;
  if (syscall(SYS_ftruncate, journal, 0) != 0) give_up("cannot clear the notes");
}

bool sync_fails() {
  return control->fail_sync_at > 0 && control->syncs >= control->fail_sync_at &&
         control->syncs < control->fail_sync_at + control->fail_sync_count;
}

int sync_directory(int fd) {
  char path[4096];
  if (!path_of(fd, path, sizeof path) || !is_below(path)) return 0;
  if (++control->syncs == control->die_at_sync) die();
  if (control->lie_about_syncs != 0) return 0;
  if (sync_fails()) {
    ++control->directory_faults;
    return fail(EIO);
  }
  note(Note::directory_sync, 0, 0, 0, path, static_cast<int64_t>(strlen(path)));
  const uint64_t synced = hash_of(path, strlen(path));
  for (size_t i = 0; i < file_count; ++i) {
    if (files[i].new_in == synced) files[i].new_in = 0;
  }
  return 0;
}

int sync(int fd, const char* name) {
  if (journal < 0) return next<int(int)>(name)(fd);
  const Locked lock;
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) return sync_directory(fd);
  int64_t size = 0;
  WatchedFile* file = watched(fd, size);
  if (file == nullptr) return next<int(int)>(name)(fd);
  if (++control->syncs == control->die_at_sync) die();
  if (control->lie_about_syncs != 0) return 0;
  if (sync_fails()) {
    note(Note::failed_sync, file->inode, 0, size, nullptr, 0);
    file->lost = true;
    return fail(EIO);
  }
  note(Note::sync, file->inode, 0, size, nullptr, 0);
  file->unsynced = false;
  forget_if_clean();
  return 0;
}

int truncate_to(int fd, int64_t wanted) {
  if (journal < 0) return static_cast<int>(syscall(SYS_ftruncate, fd, wanted));
  const Locked lock;
  int64_t size = 0;
  WatchedFile* file = watched(fd, size);
  if (file != nullptr) {
    file->unsynced = true;
    if (wanted < size) note_old(*file, fd, wanted, size - wanted);
    note(Note::truncate, file->inode, wanted, size, nullptr, 0);
    if (control->space_left >= 0 && wanted < size) control->space_left += size - wanted;
  }
  return static_cast<int>(syscall(SYS_ftruncate, fd, wanted));
}

int grow(int fd, int64_t offset, int64_t length) {
  const Locked lock;
  int64_t size = 0;
  WatchedFile* file = watched(fd, size);
  const int64_t growth = offset + length - size;
  if (file == nullptr || growth <= 0) return 0;
  file->unsynced = true;
  if (control->space_left >= 0) {
    if (growth > control->space_left) {
      count_fault();
      return ENOSPC;
    }
    control->space_left -= growth;
  }
  return syscall(SYS_ftruncate, fd, offset + length) == 0 ? 0 : errno;
}

bool exists(int at, const char* path) {
  struct stat status;
  return fstatat(at, path, &status, 0) == 0;
}

int open_at(int at, const char* path, int flags, mode_t mode) {
  if (journal < 0) return static_cast<int>(syscall(SYS_openat, at, path, flags, mode));
  const Locked lock;
  if (control->refuse_opens != 0 && is_below(path)) return fail(EMFILE);
  const bool is_new = (flags & O_CREAT) != 0 && !exists(at, path);
  const int fd = static_cast<int>(syscall(SYS_openat, at, path, flags, mode));
  if (fd < 0 || !is_new) return fd;
  int64_t size = 0;
  char whole[4096];
  if (WatchedFile* file = watched(fd, size); file != nullptr && path_of(fd, whole, sizeof whole)) {
    file->unsynced = true;
    file->new_in = hash_of(whole, static_cast<size_t>(strrchr(whole, '/') - whole));
    note(Note::created, file->inode, 0, 0, whole, static_cast<int64_t>(strlen(whole)));
  }
  return fd;
}

int remove_at(int at, const char* path, int flags) {
  if (journal >= 0) {
    const Locked lock;
    struct stat status;
    WatchedFile* file = fstatat(at, path, &status, 0) == 0 ? find(status.st_ino) : nullptr;
    if (file != nullptr) {
      note(Note::removed, file->inode, 0, 0, nullptr, 0);
      *file = files[--file_count];
    }
    if (control->space_left >= 0 && is_below(path)) control->space_left += status.st_size;
  }
  return static_cast<int>(syscall(SYS_unlinkat, at, path, flags));
}

template <class Status>
int free_space(int result, Status* status, const char* path) {
  if (result == 0 && journal >= 0 && control->space_left >= 0 && is_below(path)) {
    status->f_bavail = static_cast<decltype(status->f_bavail)>(control->space_left) / status->f_frsize;
    status->f_bfree = status->f_bavail;
  }
  return result;
}

}  // namespace

extern "C" {

int fsync(int fd) { return sync(fd, "fsync"); }
int fdatasync(int fd) { return sync(fd, "fdatasync"); }

ssize_t write(int fd, const void* bytes, size_t count) { return write_at(fd, bytes, count, 0, false); }
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t offset) { return write_at(fd, bytes, count, offset, true); }
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t offset) { return write_at(fd, bytes, count, offset, true); }
ssize_t writev(int fd, const iovec* parts, int count) { return write_parts(fd, parts, count, 0, false); }
ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) { return write_parts(fd, parts, count, offset, true); }
ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t offset) { return write_parts(fd, parts, count, offset, true); }

int ftruncate(int fd, off_t length) noexcept { return truncate_to(fd, length); }
int ftruncate64(int fd, off64_t length) noexcept { return truncate_to(fd, length); }

int posix_fallocate(int fd, off_t offset, off_t length) {
  return journal < 0 ? next<int(int, off_t, off_t)>("posix_fallocate")(fd, offset, length) : grow(fd, offset, length);
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return posix_fallocate(fd, offset, length); }

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return open_at(AT_FDCWD, path, flags, mode);
}

int unlink(const char* path) noexcept { return remove_at(AT_FDCWD, path, 0); }
int unlinkat(int at, const char* path, int flags) noexcept { return remove_at(at, path, flags); }

int statvfs(const char* path, struct statvfs* status) noexcept {
  return free_space(next<int(const char*, struct statvfs*)>("statvfs")(path, status), status, path);
}
int statvfs64(const char* path, struct statvfs64* status) noexcept {
  return free_space(next<int(const char*, struct statvfs64*)>("statvfs64")(path, status), status, path);
}
}
