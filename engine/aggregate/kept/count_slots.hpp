#pragma once
// Which counters a document goes into: what kept counts need to know of a facet.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/index/columns/live_column.hpp"
#include "engine/index/columns/ordinal_column.hpp"

namespace aisle::engine {

/// Views its column. Used by one thread.
class CountSlots {
 public:
  virtual ~CountSlots() = default;
  virtual std::size_t size() const = 0;
  /// Calls for many documents cost an increment or two each.
  virtual void count(std::span<const std::uint32_t> docs, std::uint32_t* counts) const = 0;
  /// Adds `delta` (1 or, to take it away, ~0) where one document goes.
  virtual void add(std::uint32_t doc, std::uint32_t delta, std::uint32_t* counts) const = 0;
  /// Tells facets of one column apart that count differently.
  virtual void append_key(std::string& key) const = 0;
  /// Numbers: which form of a live column this is for, and where a code of it goes. Null for columns that do not change.
  virtual const NumericColumn* form() const { return nullptr; }
  virtual std::uint32_t slot_of(std::uint64_t /*code*/) const { return 0; }
};

/// A counter for each term, and the last for documents without one.
class OrdinalSlots final : public CountSlots {
 public:
  explicit OrdinalSlots(const OrdinalColumn& column) : column_(column) {}
  std::size_t size() const override { return std::size_t{column_.term_count()} + 1; }
  void count(std::span<const std::uint32_t> docs, std::uint32_t* counts) const override;
  void add(std::uint32_t doc, std::uint32_t delta, std::uint32_t* counts) const override;
  void append_key(std::string& key) const override { key += 'o'; }

 private:
  const OrdinalColumn& column_;
};

/// One counter: how many there are.
class OneSlot final : public CountSlots {
 public:
  std::size_t size() const override { return 1; }
  void count(std::span<const std::uint32_t> docs, std::uint32_t* counts) const override {
    counts[0] += static_cast<std::uint32_t>(docs.size());
  }
  void add(std::uint32_t /*doc*/, std::uint32_t delta, std::uint32_t* counts) const override { counts[0] += delta; }
  void append_key(std::string& key) const override { key += 'c'; }
};

/// A counter for each interval between edges, or, without edges, for each code of a one-byte column. The first is for
/// documents without a value.
class NumberSlots final : public CountSlots {
 public:
  /// `edges`: encoded, increasing strictly. REQUIRES: single-valued; without edges one byte wide and live.
  NumberSlots(const NumericColumn& column, std::span<const std::int64_t> edges);
  std::size_t size() const override { return by_code_ ? 256 : edges_.size() + 2; }
  void count(std::span<const std::uint32_t> docs, std::uint32_t* counts) const override;
  void add(std::uint32_t doc, std::uint32_t delta, std::uint32_t* counts) const override;
  void append_key(std::string& key) const override;
  const NumericColumn* form() const override { return column_.is_live() ? &column_ : nullptr; }
  std::uint32_t slot_of(std::uint64_t code) const override;

 private:
  const NumericColumn& column_;
  bool by_code_;
  std::vector<std::int64_t> edges_;
};

}  // namespace aisle::engine
