#pragma once
// Messages as files, one .eml each: for development, for tests, and for mail systems that pick files up.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "carts_orders/notifications/message.hpp"
#include "carts_orders/workers/lifeline.hpp"
#include "carts_orders/workers/side_thread.hpp"

namespace aisle::shop {

/// Lives on one executor. The same message is the same file, whole or not there at all, and on disk when its `done` is
/// called. Messages that come while others are written share their syncs.
class FileSink final : public MessageSink {
 public:
  /// Makes the folder when it is not there.
  FileSink(std::filesystem::path folder, std::string from, Executor& executor);
  std::string_view name() const override { return "file"; }
  void send(const Message& message, std::function<void(Status)> done) override;

  /// "<id>.eml", with what a file's name should not have replaced by '-'.
  static std::string file_name(std::string_view id);

 private:
  struct Letter;
  using Batch = std::vector<Letter>;
  void write_batch();

  const std::filesystem::path folder_;
  const std::string from_;
  std::shared_ptr<Batch> waiting_;  ///< for the thread, which is busy
  bool busy_ = false;
  Lifeline lifeline_;
  SideThread thread_;
};

}  // namespace aisle::shop
