#include "loaders/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace aisle::loaders {

namespace {

constexpr double kTtyInterval = 0.1;
constexpr double kLogInterval = 10.0;
constexpr double kRateWindow = 2.0;
constexpr double kMinSecondsForEta = 1.0;

std::string percent(const ProgressState& state) {
  if (!state.total_bytes || *state.total_bytes == 0) return {};
  const double share = static_cast<double>(state.bytes) / static_cast<double>(*state.total_bytes);
  return fmt::format("{:3.0f}%  ", 100.0 * std::min(share, 1.0));
}

std::string eta(const ProgressState& state) {
  if (!state.total_bytes || state.bytes == 0 || state.seconds < kMinSecondsForEta) return {};
  const double left = static_cast<double>(*state.total_bytes) - static_cast<double>(state.bytes);
  if (left < 0) return {};
  return "  ETA " + short_duration(left * state.seconds / static_cast<double>(state.bytes));
}

}  // namespace

std::string group_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string short_rate(double per_second) {
  if (per_second >= 999'500) return fmt::format("{:.1f}M", per_second / 1e6);
  if (per_second >= 10'000) return fmt::format("{:.0f}k", per_second / 1e3);
  if (per_second >= 1'000) return fmt::format("{:.1f}k", per_second / 1e3);
  return fmt::format("{:.0f}", per_second);
}

std::string short_duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::clamp(seconds + 0.5, 0.0, 1e9));
  if (whole >= 3600) return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
  if (whole >= 60) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  return fmt::format("{}s", whole);
}

std::string format_progress(const ProgressState& state) {
  return fmt::format("{}{} docs  {}/s{}  {} rejected", percent(state), group_digits(state.documents),
                     short_rate(state.documents_per_second), eta(state), group_digits(state.rejected));
}

void ProgressPrinter::update(ProgressState state) {
  if (next_due_seconds_ == 0 && !is_tty_) next_due_seconds_ = kLogInterval;
  if (state.seconds < next_due_seconds_) return;
  next_due_seconds_ = state.seconds + (is_tty_ ? kTtyInterval : kLogInterval);
  state.documents_per_second = recent_rate(state);
  const auto line = format_progress(state);
  if (!is_tty_) {
    out_ << line << '\n' << std::flush;
    return;
  }
  // Blanks wipe what a longer line before left behind.
  out_ << '\r' << line << std::string(shown_width_ > line.size() ? shown_width_ - line.size() : 0, ' ') << std::flush;
  shown_width_ = line.size();
}

double ProgressPrinter::recent_rate(const ProgressState& state) {
  const double elapsed = state.seconds - window_seconds_;
  if (elapsed > 0 && (elapsed >= kRateWindow || rate_ == 0))
    rate_ = static_cast<double>(state.documents - window_documents_) / elapsed;
  if (elapsed >= kRateWindow) {
    window_seconds_ = state.seconds;
    window_documents_ = state.documents;
  }
  return rate_;
}

void ProgressPrinter::finish() {
  if (is_tty_ && shown_width_ > 0) out_ << '\n' << std::flush;
  shown_width_ = 0;
}

}  // namespace aisle::loaders
