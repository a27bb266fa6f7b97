#include "carts_orders/store/sqlite/reader_pool.hpp"

#include <utility>

namespace aisle::shop::sqlite {

Result<ReaderPool::Lease> ReaderPool::take() {
  {
    MutexLock lock(mutex_);
    while (!closed_ && idle_.empty() && open_ == limit_) returned_.wait(mutex_);
    if (closed_) return Error(ErrorCode::unavailable, "The store is closed.");
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
    ++open_;
  }
  auto connection = open();
  if (connection) return Lease(*this, *std::move(connection));
  forget_one();
  return std::move(connection).error();
}

Result<std::unique_ptr<Connection>> ReaderPool::open() const {
  auto connection = Connection::open(file_, Access::read_only);
  if (!connection) return connection;
  // A reader waits only in the moment in which the writer begins the log anew.
  const Status set = (*connection)->execute("PRAGMA busy_timeout = 5000; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -1024; PRAGMA query_only = ON");
  if (!set) return set.error();
  return connection;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  MutexLock lock(mutex_);
  if (!closed_) idle_.push_back(std::move(connection));
  returned_.notify_one();
}

void ReaderPool::forget_one() {
  MutexLock lock(mutex_);
  --open_;
  returned_.notify_one();
}

void ReaderPool::close() {
  MutexLock lock(mutex_);
  closed_ = true;
  idle_.clear();
  returned_.notify_all();
}

}  // namespace aisle::shop::sqlite
