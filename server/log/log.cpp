#include "server/log/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>

#include "base/clock.hpp"

namespace aisle::server::log {
namespace {

constexpr std::size_t kQueuedLines = 8192;

struct State {
  std::atomic<Level> level = Level::info;
  std::atomic<Format> format = Format::human;
  std::atomic<bool> color = false;
};
State state;

std::shared_ptr<spdlog::logger> direct_logger() {
  auto logger = std::make_shared<spdlog::logger>("aisle", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");
  logger->set_level(spdlog::level::trace);
  return logger;
}

/// The one logger in use; replaced by `start` and `stop`, which happen before and after all other threads.
std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance = direct_logger();
  return instance;
}

std::shared_ptr<spdlog::details::thread_pool>& writer() {
  static std::shared_ptr<spdlog::details::thread_pool> instance;
  return instance;
}

spdlog::level::level_enum spdlog_level(Level level) { return static_cast<spdlog::level::level_enum>(level); }

}  // namespace

bool stderr_has_color(bool no_color) {
  const char* no_color_variable = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool refused = no_color || (no_color_variable && *no_color_variable) || (term && std::string_view(term) == "dumb");
  return !refused && isatty(STDERR_FILENO) == 1;
}

void start(const Options& options) {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const Format automatic = terminal ? Format::human : Format::json;
  state.level = options.level;
  state.format = options.format == Format::automatic ? automatic : options.format;
  state.color = stderr_has_color(options.no_color);
  writer() = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
  auto async = std::make_shared<spdlog::async_logger>("aisle", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                                      writer(), spdlog::async_overflow_policy::overrun_oldest);
  async->set_pattern("%v");
  async->set_level(spdlog::level::trace);
  logger() = std::move(async);
}

void stop() {
  logger()->flush();
  logger() = direct_logger();
  writer().reset();
}

bool enabled(Level level) { return level >= state.level.load(std::memory_order_relaxed); }

void write(Level level, std::string_view message, Fields fields) {
  if (!enabled(level) || level == Level::off) return;
  const auto line = format_line(state.format, level, message, fields, SystemClock().now_ms(), state.color);
  logger()->log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace aisle::server::log
