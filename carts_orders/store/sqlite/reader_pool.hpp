#pragma once
// Read-only connections, lent one at a time.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/store/sqlite/connection.hpp"

namespace aisle::shop::sqlite {

/// Thread-safe. Opens connections as they are needed, up to a limit; beyond that, `take` waits.
class ReaderPool {
 public:
  /// A connection that is the holder's alone until this goes. Must not outlive the pool.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  ReaderPool(std::filesystem::path file, std::size_t limit) : file_(std::move(file)), limit_(limit) {}

  Result<Lease> take();
  /// Closes the idle connections; those at work close when they come back. From then on `take` fails.
  void close();

 private:
  Result<std::unique_ptr<Connection>> open() const;
  void give_back(std::unique_ptr<Connection> connection);
  void forget_one();

  const std::filesystem::path file_;
  const std::size_t limit_;
  Mutex mutex_;
  CondVar returned_;
  std::vector<std::unique_ptr<Connection>> idle_ AISLE_GUARDED_BY(mutex_);
  std::size_t open_ AISLE_GUARDED_BY(mutex_) = 0;
  bool closed_ AISLE_GUARDED_BY(mutex_) = false;
};

}  // namespace aisle::shop::sqlite
