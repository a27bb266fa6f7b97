#include "bench/peers/xapian/facet_counts.hpp"

#include <algorithm>
#include <cstring>

namespace aisle::bench {
namespace {

constexpr std::array<const char*, kTermFacets> kNames = {"brand", "category", "color"};
constexpr std::array<std::size_t, kTermFacets> kShown = {10, 20, 10};
constexpr std::array<double, kPriceRanges - 1> kRangeEnds = {25, 50, 100, 200, 500};

/// The most frequent values; of equal ones the first in order.
std::vector<std::pair<std::string, std::uint32_t>> top(const std::vector<std::string>& names,
                                                       const std::vector<std::uint32_t>& counts, std::size_t shown) {
  std::vector<std::uint32_t> filled;
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) filled.push_back(i);
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : names[a] < names[b];
  };
  const auto end = filled.begin() + static_cast<std::ptrdiff_t>(std::min(shown, filled.size()));
  std::partial_sort(filled.begin(), end, filled.end(), before);
  std::vector<std::pair<std::string, std::uint32_t>> found;
  for (auto at = filled.begin(); at != end; ++at) found.emplace_back(names[*at], counts[*at]);
  return found;
}

template <class Array>
std::vector<std::pair<std::string, std::uint32_t>> numbered(const Array& counts) {
  std::vector<std::pair<std::string, std::uint32_t>> found;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) found.emplace_back(std::to_string(i), counts[i]);
  }
  return found;
}

}  // namespace

std::uint32_t ValueNames::number(std::string_view name) {
  const auto known = numbers_.find(name);
  if (known != numbers_.end()) return known->second;
  const auto next = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  numbers_.emplace(name, next);
  return next;
}

std::string ValueNames::serialise() const {
  std::string text;
  for (const std::string& name : names_) text += name + '\0';
  return text;
}

ValueNames ValueNames::read(std::string_view text) {
  ValueNames names;
  while (!text.empty()) {
    const auto name = text.substr(0, text.find('\0'));
    names.number(name);
    text.remove_prefix(name.size() + 1);
  }
  return names;
}

std::uint8_t price_range_of(double price) {
  return static_cast<std::uint8_t>(std::ranges::upper_bound(kRangeEnds, price) - kRangeEnds.begin());
}

std::string ProductFacets::pack() const {
  std::string bytes = {static_cast<char>(price_range), static_cast<char>(rating), static_cast<char>(in_stock ? 1 : 0)};
  for (const auto& numbers : terms) {
    bytes.push_back(static_cast<char>(numbers.size()));
    for (const std::uint32_t number : numbers) bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  return bytes;
}

FacetSpy::FacetSpy(const std::array<ValueNames, kTermFacets>& names) : names_(names) {
  for (std::size_t f = 0; f < kTermFacets; ++f) terms_[f].resize(names[f].names().size());
}

void FacetSpy::operator()(const Xapian::Document& document, double) {
  const std::string bytes = document.get_value(kFacetSlot);
  const char* at = bytes.data();
  ++prices_[static_cast<unsigned char>(*at++)];
  ++ratings_[static_cast<unsigned char>(*at++)];
  ++stock_[static_cast<unsigned char>(*at++)];
  for (auto& counts : terms_) {
    for (auto left = static_cast<unsigned char>(*at++); left > 0; --left, at += sizeof(std::uint32_t)) {
      std::uint32_t number;
      std::memcpy(&number, at, sizeof number);
      ++counts[number];
    }
  }
}

FacetSpy::Counts FacetSpy::counts() const {
  Counts counts;
  for (std::size_t f = 0; f < kTermFacets; ++f) counts[kNames[f]] = top(names_[f].names(), terms_[f], kShown[f]);
  counts["price"] = numbered(prices_);
  counts["rating"] = numbered(ratings_);
  auto& stock = counts["in_stock"];
  for (const bool stocked : {false, true}) {
    if (stock_[stocked] > 0) stock.emplace_back(stocked ? "true" : "false", stock_[stocked]);
  }
  return counts;
}

}  // namespace aisle::bench
