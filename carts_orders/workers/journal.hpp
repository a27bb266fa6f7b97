#pragma once
// What a built-in provider or carrier remembers: lines of JSON, appended, and read again after a crash.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "carts_orders/workers/executor.hpp"

namespace aisle::shop {

/// Lives on one executor.
class Journal {
 public:
  virtual ~Journal() = default;
  /// Every durable line, in order. Once, before the first append. Errors: data_corrupt, unavailable.
  virtual Result<std::vector<std::string>> read() = 0;
  /// Appends one JSON object without line breaks. `durable` is called on the executor, in the order of the appends,
  /// once this line and all before it would be read after a crash; an empty line appends nothing and only waits. After
  /// a first error every append fails.
  virtual void append(std::string line, std::function<void(Status)> durable) = 0;
};

/// For simulation: what was appended is durable, until the journal itself goes.
class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(Executor& executor, std::vector<std::string> lines = {})
      : executor_(executor), lines_(std::move(lines)) {}
  Result<std::vector<std::string>> read() override { return lines_; }
  void append(std::string line, std::function<void(Status)> durable) override {
    if (!line.empty()) lines_.push_back(std::move(line));
    if (durable) executor_.post([durable = std::move(durable)] { durable({}); });
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  Executor& executor_;
  std::vector<std::string> lines_;
};

}  // namespace aisle::shop
