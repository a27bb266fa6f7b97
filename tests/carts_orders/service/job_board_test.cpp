#include "carts_orders/service/job_board.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::shared_ptr<const Job> job(std::int64_t number, EpochMillis run_at, std::string queue = "payment",
                               Job::State state = Job::State::ready) {
  return std::make_shared<const Job>(Job{.key = number, .queue = std::move(queue), .state = state, .run_at = run_at});
}

ChangeSet recorded(std::vector<std::shared_ptr<const Job>> jobs, std::vector<std::int64_t> erased = {}) {
  ChangeSet changes;
  changes.of<Job>() = {.upserts = std::move(jobs), .erased = std::move(erased)};
  return changes;
}

std::int64_t taken(JobBoard& board, EpochMillis now, std::string_view queue = "payment") {
  const auto found = board.take(queue, now, 1000);
  return found ? found->key : 0;
}

TEST(JobBoard, GivesTheJobThatHasBeenDueLongest) {
  JobBoard board;
  board.add(job(1, 300));
  board.add(job(2, 100));
  board.add(job(3, 200));
  board.add(job(4, 400));
  EXPECT_EQ(taken(board, 300), 2);
  EXPECT_EQ(taken(board, 300), 3);
  EXPECT_EQ(taken(board, 300), 1);
  EXPECT_EQ(taken(board, 300), 0);
}

TEST(JobBoard, BreaksTiesByNumber) {
  JobBoard board;
  for (const std::int64_t number : {7, 5, 6}) board.add(job(number, 100));
  EXPECT_EQ(taken(board, 100), 5);
  EXPECT_EQ(taken(board, 100), 6);
  EXPECT_EQ(taken(board, 100), 7);
}

TEST(JobBoard, KeepsQueuesApart) {
  JobBoard board;
  board.add(job(1, 0, "payment"));
  board.add(job(2, 0, "shipping"));
  EXPECT_EQ(taken(board, 0, "shipping"), 2);
  EXPECT_EQ(taken(board, 0, "shipping"), 0);
  EXPECT_EQ(taken(board, 0, "unheard of"), 0);
  EXPECT_EQ(taken(board, 0, "payment"), 1);
}

TEST(JobBoard, GivesALeasedJobToNobodyElseUntilItsLeaseEnds) {
  JobBoard board;
  board.add(job(1, 0));
  EXPECT_EQ(taken(board, 100), 1);
  EXPECT_EQ(taken(board, 1099), 0);
  EXPECT_EQ(taken(board, 1100), 1);
}

TEST(JobBoard, FreesAJobThatIsGivenBack) {
  JobBoard board;
  board.add(job(1, 0));
  EXPECT_EQ(taken(board, 100), 1);
  EXPECT_EQ(board.give_back(1, 150), "payment");
  EXPECT_EQ(taken(board, 149), 0);
  EXPECT_EQ(taken(board, 150), 1);
}

TEST(JobBoard, LetsANewLeaseRunWhenAStaleOneIsGivenBackTwice) {
  JobBoard board;
  board.add(job(1, 0));
  EXPECT_EQ(board.give_back(1, 0), "");
  EXPECT_EQ(board.give_back(99, 0), "");
  EXPECT_EQ(taken(board, 0), 1);
  EXPECT_EQ(taken(board, 0), 0);
}

TEST(JobBoard, ForgetsAJobWhoseEndWasCommitted) {
  JobBoard board;
  board.add(job(1, 0));
  board.add(job(2, 0));
  EXPECT_EQ(taken(board, 0), 1);
  board.committed(recorded({}, {1, 2, 3}));
  EXPECT_EQ(taken(board, 10'000), 0);
  board.give_back(1, 0);
  EXPECT_EQ(taken(board, 10'000), 0);
  EXPECT_FALSE(board.next_due("payment"));
}

TEST(JobBoard, EndsTheLeaseOfAJobThatIsPutBackForLater) {
  JobBoard board;
  board.add(job(1, 0));
  EXPECT_EQ(taken(board, 0), 1);
  board.committed(recorded({job(1, 50)}));
  EXPECT_EQ(taken(board, 49), 0);
  EXPECT_EQ(taken(board, 50), 1);
}

TEST(JobBoard, MovesAJobToAnotherQueue) {
  JobBoard board;
  board.add(job(1, 0, "payment"));
  board.committed(recorded({job(1, 0, "shipping")}));
  EXPECT_EQ(taken(board, 0, "payment"), 0);
  EXPECT_EQ(taken(board, 0, "shipping"), 1);
}

TEST(JobBoard, KeepsDeadJobsFromWorkersUntilTheyAreRequeued) {
  JobBoard board;
  board.add(job(1, 0, "payment", Job::State::dead));
  EXPECT_EQ(taken(board, 100), 0);
  EXPECT_EQ(board.depths(100).at("payment").dead, 1U);
  board.committed(recorded({job(1, 0)}));
  EXPECT_EQ(board.depths(100).at("payment").dead, 0U);
  EXPECT_EQ(taken(board, 100), 1);
  board.committed(recorded({job(1, 0, "payment", Job::State::dead)}));
  EXPECT_EQ(board.depths(100).at("payment").leased, 0U);
  EXPECT_EQ(board.depths(100).at("payment").dead, 1U);
}

TEST(JobBoard, ListsDueJobsWithoutLeasingThem) {
  JobBoard board;
  for (const std::int64_t number : {1, 2, 3}) board.add(job(number, 10 * number, "timer"));
  EXPECT_THAT(board.due("timer", 20, 10), ElementsAre(1, 2));
  EXPECT_THAT(board.due("timer", 30, 2), ElementsAre(1, 2));
  EXPECT_THAT(board.due("timer", 9, 10), IsEmpty());
  EXPECT_THAT(board.due("nothing", 9, 10), IsEmpty());
  EXPECT_THAT(board.due("timer", 20, 10), ElementsAre(1, 2));
}

TEST(JobBoard, SaysWhenTheNextJobIsDueOrTheNextLeaseEnds) {
  JobBoard board;
  EXPECT_FALSE(board.next_due("payment"));
  board.add(job(1, 100));
  board.add(job(2, 5000));
  EXPECT_EQ(board.next_due("payment"), 100);
  EXPECT_EQ(taken(board, 100), 1);
  EXPECT_EQ(board.next_due("payment"), 1100);
  board.committed(recorded({}, {1}));
  EXPECT_EQ(board.next_due("payment"), 5000);
}

TEST(JobBoard, WakesAQueueOncePerCommitThatBringsItJobs) {
  JobBoard board;
  std::vector<std::string> woken;
  for (const char* queue : {"payment", "shipping"}) board.on_arrival(queue, [&woken, queue] { woken.emplace_back(queue); });
  board.committed(recorded({job(1, 0), job(2, 0), job(3, 0, "notification")}));
  EXPECT_THAT(woken, ElementsAre("payment"));
  board.committed(recorded({}, {1, 2}));
  EXPECT_THAT(woken, ElementsAre("payment"));
}

TEST(JobBoard, LetsAWakeTakeWhatArrived) {
  JobBoard board;
  std::int64_t got = 0;
  board.on_arrival("payment", [&] { got = taken(board, 0); });
  board.committed(recorded({job(1, 0)}));
  EXPECT_EQ(got, 1);
}

TEST(JobBoard, CountsWhatIsReadyLaterLeasedAndDead) {
  JobBoard board;
  for (const std::int64_t number : {1, 2, 3}) board.add(job(number, 0));
  board.add(job(4, 100));
  board.add(job(5, 0, "payment", Job::State::dead));
  EXPECT_EQ(taken(board, 0), 1);
  const JobBoard::QueueDepth depth = board.depths(99).at("payment");
  EXPECT_EQ(depth.ready, 2U);
  EXPECT_EQ(depth.later, 1U);
  EXPECT_EQ(depth.leased, 1U);
  EXPECT_EQ(depth.dead, 1U);
}

}  // namespace
}  // namespace aisle::shop
