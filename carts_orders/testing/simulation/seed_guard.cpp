#include "carts_orders/testing/simulation/seed_guard.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <csignal>

namespace aisle::shop::simulation {
namespace {

thread_local std::uint64_t seed_under_way = 0;

void say_seed(int signal) {
  char text[64];
  const auto end = fmt::format_to_n(text, sizeof(text), "died in seed {}\n", seed_under_way);
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text, end.size);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

SeedGuard::SeedGuard(std::uint64_t seed) {
  seed_under_way = seed;
  std::signal(SIGABRT, say_seed);
  std::signal(SIGSEGV, say_seed);
}

SeedGuard::~SeedGuard() { seed_under_way = 0; }

}  // namespace aisle::shop::simulation
