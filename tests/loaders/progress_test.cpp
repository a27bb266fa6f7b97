#include "loaders/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace aisle::loaders {
namespace {

TEST(Progress, ReadsLikeASentenceOfFigures) {
  EXPECT_EQ(format_progress({.documents = 412'003, .rejected = 3, .bytes = 41, .total_bytes = 100, .seconds = 3.5,
                             .documents_per_second = 118'250}),
            " 41%  412,003 docs  118k/s  ETA 5s  3 rejected");
}

TEST(Progress, LeavesOutWhatAPipeCannotTell) {
  EXPECT_EQ(format_progress({.documents = 10, .bytes = 41, .seconds = 2, .documents_per_second = 5}), "10 docs  5/s  0 rejected");
}

TEST(Progress, ShortensFigures) {
  EXPECT_EQ(group_digits(0), "0");
  EXPECT_EQ(group_digits(999), "999");
  EXPECT_EQ(group_digits(1'234'567), "1,234,567");
  EXPECT_EQ(short_rate(87.4), "87");
  EXPECT_EQ(short_rate(1'234'567), "1.2M");
  EXPECT_EQ(short_duration(75.2), "1m15s");
  EXPECT_EQ(short_duration(7'300), "2h01m");
}

TEST(ProgressPrinter, PrintsALineEveryTenSecondsIntoALog) {
  std::ostringstream out;
  ProgressPrinter printer(out, false);
  for (int second = 0; second <= 25; ++second)
    printer.update({.documents = static_cast<std::uint64_t>(second) * 100, .seconds = static_cast<double>(second)});
  printer.finish();
  EXPECT_EQ(out.str(), "1,000 docs  100/s  0 rejected\n2,000 docs  100/s  0 rejected\n");
}

TEST(ProgressPrinter, RewritesOneLineOnATerminal) {
  std::ostringstream out;
  ProgressPrinter printer(out, true);
  printer.update({.documents = 1'000, .seconds = 1});
  printer.update({.documents = 5, .seconds = 1.01});  // not due yet
  printer.update({.documents = 9, .seconds = 2});
  printer.finish();
  const auto shown = out.str();
  EXPECT_EQ(shown.front(), '\r');
  EXPECT_EQ(std::ranges::count(shown, '\r'), 2);
  EXPECT_EQ(shown.back(), '\n');
}

}  // namespace
}  // namespace aisle::loaders
