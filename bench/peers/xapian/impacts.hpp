#pragma once
// BM25 per field, as Lucene has it, in a Xapian database.
//
// Xapian knows one length of a document, not one of each field. So what is kept as a term's frequency in a document is the
// number of a pair: how often the term occurs in the field, and the field's length in Lucene's length byte. Each field has
// a table from the pair's number to tf / (tf + k1 (1 - b + b length / mean length)); a score is a look-up times idf. Which
// field a term of a query belongs to is told by its within-query frequency, which has no other use here.

#include <xapian.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aisle::bench {

enum class TextField : std::uint8_t { title, brand, category, description };
inline constexpr std::size_t kTextFields = 4;
inline constexpr std::array<char, kTextFields> kPrefixes = {'S', 'B', 'C', 'D'};

std::string term_of(TextField field, std::string_view word);
/// As a term of a query, so that `ImpactWeight` knows its field.
Xapian::Query query_of(TextField field, std::string_view word);

/// Numbers pairs while a catalog is loaded, and adds up lengths. Not thread-safe.
class PairNumbers {
 public:
  /// The number to keep for a term that occurs `frequency` times among `length` words.
  Xapian::termcount number(TextField field, std::uint32_t frequency, std::uint32_t length);
  void count_field(TextField field, std::uint32_t length);
  /// For `ImpactTables::read`.
  std::string serialise() const;

 private:
  std::map<std::pair<std::uint32_t, std::uint8_t>, Xapian::termcount> numbers_;
  std::array<std::map<Xapian::termcount, bool>, kTextFields> used_;
  std::array<std::uint64_t, kTextFields> total_length_ = {};
  std::array<std::uint64_t, kTextFields> filled_ = {};
};

struct ImpactTables {
  static ImpactTables read(std::string_view text);
  /// Of `frequency` occurrences in a field as long as the pair's.
  double impact_of(TextField field, Xapian::termcount pair, double frequency) const;

  std::array<std::vector<double>, kTextFields> impact;  ///< by pair number; 0 where the field has no such pair
  std::array<double, kTextFields> greatest = {};
  std::array<double, kTextFields> mean_length = {};
  std::vector<std::uint8_t> length_bytes;  ///< by pair number
};

/// Scores terms by the tables, which it does not own and which must outlive every query.
class ImpactWeight final : public Xapian::Weight {
 public:
  explicit ImpactWeight(const ImpactTables& tables);
  ImpactWeight* clone() const override { return new ImpactWeight(*tables_); }
  void init(double factor) override;
  double get_sumpart(Xapian::termcount pair, Xapian::termcount, Xapian::termcount) const override {
    return weight_ * (*impact_)[pair];
  }
  double get_maxpart() const override { return greatest_; }
  double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0.0; }
  double get_maxextra() const override { return 0.0; }

 private:
  const ImpactTables* tables_;
  const std::vector<double>* impact_ = nullptr;
  double weight_ = 0.0;
  double greatest_ = 0.0;
};

}  // namespace aisle::bench
