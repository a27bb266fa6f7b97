// The writing half of the disk fault test: a process whose syncs or writes are made to fail by a preloaded library,
// and that ends as a power cut would: what was never synced is not on the disk.
//
//   disk_fault_writer FOLDER KIND AT     KIND: sync (the AT-th sync fails), write (the disk is full from batch AT on)
//
// Prints the number of each batch once it is durable. Exits with 99 (the library's power cut), or says what is wrong.

#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "tests/engine/live/index_fixture.hpp"

namespace aisle::engine::testing {
namespace {

constexpr int kBatches = 60;

template <class T>
T& control(const char* name) {
  void* found = ::dlsym(RTLD_DEFAULT, name);
  if (found == nullptr) {
    std::fprintf(stderr, "no [%s]: is the library preloaded?\n", name);
    ::_exit(2);
  }
  return *static_cast<T*>(found);
}

[[noreturn]] void cut_power() {
  std::fflush(stdout);
  reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "fault_crash"))();
  ::_exit(3);
}

IndexOptions busy_options(const std::filesystem::path& folder) {
  IndexOptions options = quiet_options(folder);
  options.log_file_bytes = 1'500;
  return options;
}

std::vector<WriteOperation> batch_of(int number) {
  std::vector<WriteOperation> operations;
  for (int i = 0; i < 5; ++i) {
    operations.push_back(index_op("p" + std::to_string(5 * number + i), "t|" + std::to_string(number) + "|2"));
  }
  return operations;
}

bool write_batch(Index& index, int number) {
  const WriteReport report = index.apply(batch_of(number));
  for (const auto& item : report.items) {
    if (!item) return false;
  }
  return index.wait_durable(report.log_position).ok();
}

/// What happens between writes fails as well; the index must bear it.
void tidy_up(Index& index, int number) {
  if (number % 5 == 4) (void)index.refresh();
  if (number % 10 == 9) (void)index.checkpoint();
  if (number % 20 == 19) (void)index.force_merge(1);
}

[[noreturn]] void run(const std::filesystem::path& folder, std::string_view kind, int at) {
  auto index = open_or_die(busy_options(folder));
  if (kind == "sync") control<volatile long>("ff_sync_at") = at;
  control<volatile int>("ff_active") = 1;
  for (int number = 0; number < kBatches; ++number) {
    if (kind == "write" && number == at) control<volatile int>("ff_write_enospc") = -1;
    const long failed_before = control<volatile long>("ff_failed");
    if (write_batch(*index, number)) {
      std::printf("%d\n", number);
    } else if (control<volatile long>("ff_failed") == 0) {
      std::fprintf(stderr, "batch %d failed though the disk did not\n", number);
      ::_exit(4);
    } else if (kind == "write" && control<volatile long>("ff_failed") == failed_before) {
      std::fprintf(stderr, "batch %d failed without touching the full disk\n", number);
      ::_exit(5);
    }
    tidy_up(*index, number);
  }
  cut_power();
}

}  // namespace
}  // namespace aisle::engine::testing

int main(int argc, char** argv) {
  if (argc != 4) return 1;
  aisle::engine::testing::run(argv[1], argv[2], std::stoi(argv[3]));
}
