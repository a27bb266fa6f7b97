#include "carts_orders/shipping/test_carrier.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "carts_orders/testing/virtual_executor.hpp"

namespace aisle::shop {
namespace {

using State = TrackingReport::State;

struct TestCarrierTest : ::testing::Test {
  TestCarrierTest() { start(); }
  void start() {
    carrier = std::make_unique<TestCarrier>(settings, executor, journal);
    ASSERT_TRUE(carrier->open());
  }
  Result<Booking> book(std::uint64_t shipment, const std::string& address = {}) {
    std::optional<Result<Booking>> answer;
    carrier->book({Id{1, 1}, Id{7, shipment}, address, {{"A", 2}}}, [&](Result<Booking> b) { answer = std::move(b); });
    EXPECT_FALSE(answer) << "answered from within the call";
    while (!answer) executor.run_one();
    return *answer;
  }
  Result<TrackingReport> track(const std::string& tracking) {
    std::optional<Result<TrackingReport>> answer;
    carrier->track(tracking, [&](Result<TrackingReport> r) { answer = std::move(r); });
    while (!answer) executor.run_one();
    return *answer;
  }
  Status cancel(const std::string& tracking) {
    std::optional<Status> answer;
    carrier->cancel(tracking, [&](Status s) { answer = std::move(s); });
    while (!answer) executor.run_one();
    return *answer;
  }

  VirtualExecutor executor;
  MemoryJournal journal{executor};
  TestCarrierSettings settings;
  std::unique_ptr<TestCarrier> carrier;
};

TEST_F(TestCarrierTest, MovesParcelsByTheClock) {
  const auto booked = book(1);
  ASSERT_TRUE(booked);
  EXPECT_EQ(track(booked->tracking)->state, State::booked);
  executor.run_for(settings.in_transit_after);
  EXPECT_EQ(track(booked->tracking)->state, State::in_transit);
  executor.run_for(settings.delivered_after);
  EXPECT_EQ(track(booked->tracking)->state, State::delivered);
}

TEST_F(TestCarrierTest, TakesTheSameShipmentOnceEvenAfterARestart) {
  const auto first = book(1);
  EXPECT_EQ(book(1)->tracking, first->tracking);
  start();
  EXPECT_EQ(book(1)->tracking, first->tracking);
  EXPECT_NE(book(2)->tracking, first->tracking);
  EXPECT_EQ(carrier->parcels_of(Id{1, 1}), 2u);
}

TEST_F(TestCarrierTest, CancelsWhatHasNotLeft) {
  const std::string waiting = book(1)->tracking;
  EXPECT_TRUE(cancel(waiting));
  EXPECT_TRUE(cancel(waiting)) << "cancelling twice is success";
  executor.run_for(60'000);
  EXPECT_EQ(track(waiting)->state, State::cancelled);
  const std::string left = book(2)->tracking;
  executor.run_for(3'000);
  EXPECT_EQ(cancel(left).error().code, ErrorCode::failed_precondition);
  EXPECT_EQ(carrier->parcels_of(Id{1, 1}), 1u);
}

TEST_F(TestCarrierTest, KnowsOnlyItsOwnParcels) {
  EXPECT_EQ(track("TC0").error().code, ErrorCode::not_found);
  EXPECT_EQ(cancel("TC0").error().code, ErrorCode::not_found);
}

TEST_F(TestCarrierTest, RefusesAddressesThatCannotBeReached) {
  const auto refused = book(1, R"({"name":"N","country":"XX"})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(book(1, R"({"name":"N","country":"DE"})"));
}

TEST_F(TestCarrierTest, TakesAParcelOnceHoweverOftenItsAnswersAreLost) {
  settings.chaos = {.api_error = 0.4, .lost_answer = 0.4};
  start();
  for (std::uint64_t shipment = 1; shipment <= 50; ++shipment) {
    int calls = 1;
    while (!book(shipment)) ASSERT_LT(++calls, 200);
  }
  EXPECT_EQ(carrier->parcels(), 50u);
}

}  // namespace
}  // namespace aisle::shop
