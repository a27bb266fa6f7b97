#pragma once
// Which of an order's transitions happened, and which commands met it in which state.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "carts_orders/orders/transitions.hpp"

namespace aisle::shop::simulation {

/// A value; coverages of several runs add up.
class Coverage {
 public:
  /// An order went from one state to another.
  void note_transition(OrderState from, OrderState to);
  /// A command came to an order in that state.
  void note_meeting(OrderState state, std::string_view command) { ++meetings_[{state, command}]; }
  void add(const Coverage& other);

  /// Rows of the table of transitions that happened, and those that can.
  std::size_t visited() const;
  static std::size_t possible();
  /// Rows that never happened, one a line; then what met what.
  std::string report() const;

 private:
  std::array<std::uint64_t, kTransitions.size()> transitions_{};
  std::map<std::pair<OrderState, std::string_view>, std::uint64_t> meetings_;
};

}  // namespace aisle::shop::simulation
