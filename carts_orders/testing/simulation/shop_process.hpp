#pragma once
// One life of the shop's process: every part that the real one has but threads and sockets, wired as service/shop.cpp and
// service/writer.cpp wire them, on the world's clock. Whatever is in it is lost when it dies.

#include <memory>
#include <vector>

#include "carts_orders/machine/reader.hpp"
#include "carts_orders/service/catalog_publisher.hpp"
#include "carts_orders/service/job_board.hpp"
#include "carts_orders/service/shop_clock.hpp"
#include "carts_orders/service/timers.hpp"
#include "carts_orders/testing/simulation/planted_runner.hpp"
#include "carts_orders/testing/simulation/process_executor.hpp"
#include "carts_orders/testing/simulation/world.hpp"
#include "carts_orders/workers/board_job_source.hpp"

namespace aisle::shop::simulation {

/// For one thread. The world must outlive it.
class ShopProcess {
 public:
  /// `auditor` is told of every commit, last.
  ShopProcess(World& world, Entropy& entropy, CommitObserver& auditor);
  ShopProcess(const ShopProcess&) = delete;
  ShopProcess& operator=(const ShopProcess&) = delete;

  /// Loads and publishes, as Shop::open. False: the store could not be read.
  bool open();
  /// Nothing that it still had to do happens any more. It is of no use afterwards but to be destroyed.
  void die() { executor_->die(); }
  /// False: a device failed or it was told to die.
  bool alive() const { return executor_->alive(); }

  /// Puts a request into the writer's line. `done` is called at most once; never, when the process dies before.
  void submit(Request request, Completion done);

  const Reader& reader() const { return reader_; }
  const JobBoard& board() const { return board_; }
  JobSource& jobs() { return source_; }
  const std::shared_ptr<ProcessExecutor>& executor() const { return executor_; }
  /// The shop's time.
  EpochMillis now();

 private:
  class VirtualBoot;
  class VirtualWall;

  void wake_at(EpochMillis elapsed);
  void turn();
  bool run_due();
  void run(std::vector<Submission> batch);
  std::vector<Submission> next_batch();
  void trace_answers(std::vector<Submission>& batch);

  World& world_;
  CommitObserver& auditor_;
  std::shared_ptr<ProcessExecutor> executor_;
  std::shared_ptr<SnapshotReader> snapshot_;
  Machine machine_;
  Reader reader_;
  PlantedRunner runner_;
  CatalogPublisher publisher_;
  JobBoard board_;
  Timers timers_;
  std::unique_ptr<Clock> wall_;
  std::unique_ptr<BootClock> boot_;
  std::unique_ptr<ShopClock> clock_;
  BoardJobSource source_;
  std::vector<Submission> line_;
  EpochMillis busy_until_ = 0;     ///< the last commit's end, in elapsed time
  EpochMillis next_wake_ = kNever; ///< likewise
  bool was_full_ = false;
};

}  // namespace aisle::shop::simulation
