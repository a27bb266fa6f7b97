#pragma once
// The six facets of a results page: what is kept of each product, and how matches are counted.

#include <xapian.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aisle::bench {

enum Slot : Xapian::valueno { kIdSlot = 0, kFacetSlot = 1, kPriceSlot = 2, kReviewsSlot = 3 };

enum class TermFacet : std::uint8_t { brand, category, color };
inline constexpr std::size_t kTermFacets = 3;
inline constexpr std::size_t kPriceRanges = 6;
inline constexpr std::size_t kRatings = 16;

/// The names of a facet's values, numbered from 0 in the order of their first product.
class ValueNames {
 public:
  std::uint32_t number(std::string_view name);
  const std::vector<std::string>& names() const { return names_; }
  std::string serialise() const;
  static ValueNames read(std::string_view text);

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

struct ProductFacets {
  std::array<std::vector<std::uint32_t>, kTermFacets> terms;
  std::uint8_t price_range = 0;
  std::uint8_t rating = 0;
  bool in_stock = false;

  /// The bytes of the facet slot.
  std::string pack() const;
};

std::uint8_t price_range_of(double price);

/// Counts every match that the matcher shows it. One look at one slot each.
class FacetSpy final : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(const std::array<ValueNames, kTermFacets>& names);
  void operator()(const Xapian::Document& document, double weight) override;

  /// Facet -> key -> count, as bench/peers/README.md has it.
  using Counts = std::map<std::string, std::vector<std::pair<std::string, std::uint32_t>>>;
  Counts counts() const;

 private:
  const std::array<ValueNames, kTermFacets>& names_;
  std::array<std::vector<std::uint32_t>, kTermFacets> terms_;
  std::array<std::uint32_t, kPriceRanges> prices_ = {};
  std::array<std::uint32_t, kRatings> ratings_ = {};
  std::array<std::uint32_t, 2> stock_ = {};
};

}  // namespace aisle::bench
