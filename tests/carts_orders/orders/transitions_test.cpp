#include "carts_orders/orders/transitions.hpp"

#include <gtest/gtest.h>

#include <set>

namespace aisle::shop {
namespace {

TEST(Transitions, NameOneStateForEachStateAndEvent) {
  std::set<std::pair<OrderState, OrderEvent>> seen;
  for (const Transition& transition : kTransitions) {
    EXPECT_TRUE(seen.insert({transition.from, transition.event}).second)
        << to_string(transition.from) << " on " << to_string(transition.event);
    EXPECT_EQ(next_state(transition.from, transition.event), transition.to);
  }
}

TEST(Transitions, LeaveAnEndOnlyForMoneyThatComesLate) {
  for (const Transition& transition : kTransitions) {
    if (!is_terminal(transition.from)) continue;
    EXPECT_TRUE(transition.to == OrderState::late_paid || transition.to == OrderState::refund_pending)
        << to_string(transition.from) << " -> " << to_string(transition.to);
  }
}

TEST(Transitions, LeadFromEveryStateToAnEnd) {
  std::set<OrderState> ending;
  for (int i = 0; i <= static_cast<int>(OrderState::cancelled); ++i) {
    if (is_terminal(static_cast<OrderState>(i))) ending.insert(static_cast<OrderState>(i));
  }
  for (std::size_t round = 0; round < kTransitions.size(); ++round) {
    for (const Transition& transition : kTransitions) {
      if (ending.contains(transition.to)) ending.insert(transition.from);
    }
  }
  EXPECT_EQ(ending.size(), static_cast<std::size_t>(OrderState::cancelled) + 1);
}

TEST(Transitions, NeverCancelWhatIsShipped) {
  EXPECT_FALSE(next_state(OrderState::shipped, OrderEvent::cancel));
  EXPECT_FALSE(next_state(OrderState::delivered, OrderEvent::cancel));
}

}  // namespace
}  // namespace aisle::shop
