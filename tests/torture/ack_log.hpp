#pragma once
// What the clients of a torture shop asked and were promised, over all processes of its directory, as the test kept it.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "carts_orders/id.hpp"
#include "tests/torture/ask.hpp"

namespace aisle::torture {

struct Ack {
  int status = 0;
  std::string body_hash;
  shop::Id id;  ///< of what was made or changed; null when the answer names none
};

struct Promise {
  Ask ask;
  std::optional<Ack> ack;  ///< none: whether it was done is not known
  bool acked_twice_differently = false;
};

/// In the order asked.
std::vector<Promise> read_promises(const std::filesystem::path& log);

}  // namespace aisle::torture
