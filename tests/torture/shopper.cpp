#include "tests/torture/shopper.hpp"

#include <fmt/format.h>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

namespace aisle::torture {

using namespace aisle::shop;

void Shopper::work(std::int64_t asks, const std::atomic<bool>& stop) {
  stop_ = &stop;
  while (asked_ < asks && !stop) {
    const std::int64_t errand = below(10);
    if (errand < 4) {
      hold_stock();
    } else if (errand < 5) {
      count_stock();
    } else {
      buy();
    }
  }
}

std::optional<Answer> Shopper::ask(std::vector<std::string> words) {
  const Ask asked{fmt::format("r{}c{}n{}", options_.run, options_.number, asked_++), std::move(words)};
  log_line(fmt::format("ask {} {}", asked.key, asked.text()));
  while (!*stop_) {
    std::promise<Answer> promise;
    std::future<Answer> future = promise.get_future();
    torture_.submit(asked, [&promise](Answer answer) { promise.set_value(std::move(answer)); });
    Answer answer = future.get();
    if (!says_later(answer)) return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return std::nullopt;
}

void Shopper::hold_stock() {
  std::string lines = fmt::format("{}*{}", any_sku(), 1 + below(3));
  for (std::int64_t more = below(3); more > 0; --more) lines += fmt::format(",{}*{}", any_sku(), 1 + below(3));
  const auto held = ask({"reserve", lines, std::to_string(torture_.options().lease)});
  if (!held || held->failed()) return;
  const std::string reservation = to_string(id_in(held->body));
  if (below(4) == 0 && !ask({"extend", reservation})) return;
  const std::int64_t end = below(5);
  if (end < 2) ask({"commit", reservation});
  if (end == 2 || end == 3) ask({"release", reservation});
}

void Shopper::count_stock() {
  if (below(4) == 0) {
    ask({"price", any_sku(), std::to_string(1000 + below(2000))});
  } else {
    const std::int64_t delta = 1 + below(20);
    ask({"adjust", any_sku(), std::to_string(below(2) == 0 ? delta : -delta)});
  }
}

bool Shopper::fill_cart(const std::string& user, const std::string& cart, std::vector<std::string>& skus) {
  for (std::int64_t lines = 1 + below(3); lines > 0; --lines) {
    const std::string sku = any_sku();
    const auto filled = ask({below(2) == 0 ? "put_line" : "add_line", user, cart, sku, std::to_string(1 + below(3))});
    if (!filled) return false;
    if (!filled->failed()) skus.push_back(sku);
  }
  return true;
}

void Shopper::buy() {
  const std::string user = fmt::format("r{}c{}u{}", options_.run, options_.number, asked_);
  const auto created = ask({"create_cart", user});
  if (!created || created->failed()) return;
  const std::string cart = to_string(id_in(created->body));
  std::vector<std::string> skus;
  if (!fill_cart(user, cart, skus) || skus.empty() || below(8) == 0) return;
  std::string named = skus.front();
  for (std::size_t i = 1; i < skus.size(); ++i) named += "," + skus[i];
  const auto accepted = ask({"checkout", user, cart, named});
  if (!accepted || accepted->failed()) return;
  cancel_or_return(user, to_string(id_in(accepted->body)));
}

void Shopper::cancel_or_return(const std::string& user, const std::string& order) {
  const std::int64_t choice = below(8);
  if (choice == 0) ask({"cancel", user, order});
  if (choice == 1) ask({"refund", order, "0"});
  if (choice == 2) ask({"refund", order, "100"});
}

}  // namespace aisle::torture
