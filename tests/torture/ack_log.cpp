#include "tests/torture/ack_log.hpp"

#include <fstream>
#include <unordered_map>
#include <utility>

namespace aisle::torture {
namespace {

Ack ack_of(const std::vector<std::string>& words) {
  return {.status = std::stoi(words[2]), .body_hash = words[3], .id = shop::parse_id(words[4]).value_or(shop::Id{})};
}

}  // namespace

std::vector<Promise> read_promises(const std::filesystem::path& log) {
  std::vector<Promise> promises;
  std::unordered_map<std::string, std::size_t> by_key;
  std::ifstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> words = split(line, ' ');
    if (words[0] == "ask") {
      by_key.emplace(words[1], promises.size());
      promises.push_back({.ask = {words[1], {words.begin() + 2, words.end()}}});
    }
    if (words[0] != "ack") continue;
    Promise& promise = promises[by_key.at(words[1])];
    Ack ack = ack_of(words);
    if (promise.ack && promise.ack->body_hash != ack.body_hash) promise.acked_twice_differently = true;
    promise.ack = std::move(ack);
  }
  return promises;
}

}  // namespace aisle::torture
