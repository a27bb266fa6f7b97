#pragma once
// `41%  412,003 docs  118k/s  ETA 5s  3 rejected`, on a terminal or in a log.

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace aisle::loaders {

struct ProgressState {
  std::uint64_t documents = 0;
  std::uint64_t rejected = 0;
  std::uint64_t bytes = 0;                   ///< of the input, read so far
  std::optional<std::uint64_t> total_bytes;
  double seconds = 0;                        ///< since the start
  double documents_per_second = 0;
};

/// One line without its end. Percent and ETA are left out when the input's size is unknown; the ETA also while
/// less than a second has been measured.
std::string format_progress(const ProgressState& state);

/// 1234567 -> "1,234,567".
std::string group_digits(std::uint64_t number);
/// 118250.0 -> "118k", 1234567.0 -> "1.2M", 87.4 -> "87".
std::string short_rate(double per_second);
/// 75.2 -> "1m15s".
std::string short_duration(double seconds);

/// Shows a line when one is due: on a terminal ten times a second over the last one, elsewhere every ten seconds.
/// Used by one thread. Time is an argument, so that tests need no clock.
class ProgressPrinter {
 public:
  ProgressPrinter(std::ostream& out, bool is_tty) : out_(out), is_tty_(is_tty) {}

  /// `state.documents_per_second` is filled in here, from the last few seconds.
  void update(ProgressState state);
  /// Ends a rewriting line, so that what is printed next starts on its own line.
  void finish();

 private:
  double recent_rate(const ProgressState& state);

  std::ostream& out_;
  const bool is_tty_;
  double next_due_seconds_ = 0;
  double window_seconds_ = 0;
  std::uint64_t window_documents_ = 0;
  double rate_ = 0;
  std::size_t shown_width_ = 0;
};

}  // namespace aisle::loaders
