#include "carts_orders/testing/simulation/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace aisle::shop::simulation {
namespace {

/// No order rests in `picking`: a parcel is packed and on its way in one commit, so that nothing else can happen between.
bool can_happen(const Transition& row) { return row.from != OrderState::picking || row.event == OrderEvent::ship; }

}  // namespace

void Coverage::note_transition(OrderState from, OrderState to) {
  for (std::size_t row = 0; row < kTransitions.size(); ++row) {
    if (kTransitions[row].from == from && kTransitions[row].to == to) ++transitions_[row];
  }
}

void Coverage::add(const Coverage& other) {
  for (std::size_t row = 0; row < kTransitions.size(); ++row) transitions_[row] += other.transitions_[row];
  for (const auto& [meeting, times] : other.meetings_) meetings_[meeting] += times;
}

std::size_t Coverage::visited() const {
  return static_cast<std::size_t>(std::ranges::count_if(transitions_, [](std::uint64_t times) { return times > 0; }));
}

std::size_t Coverage::possible() { return static_cast<std::size_t>(std::ranges::count_if(kTransitions, can_happen)); }

std::string Coverage::report() const {
  std::string text = fmt::format("transitions: {} of {}\n", visited(), possible());
  for (std::size_t row = 0; row < kTransitions.size(); ++row) {
    const Transition& transition = kTransitions[row];
    fmt::format_to(std::back_inserter(text), "{:>10}  {} --{}--> {}\n", transitions_[row], to_string(transition.from),
                   to_string(transition.event), to_string(transition.to));
  }
  fmt::format_to(std::back_inserter(text), "meetings of a state and a command: {}\n", meetings_.size());
  for (const auto& [meeting, times] : meetings_) {
    fmt::format_to(std::back_inserter(text), "{:>10}  {} {}\n", times, to_string(meeting.first), meeting.second);
  }
  return text;
}

}  // namespace aisle::shop::simulation
