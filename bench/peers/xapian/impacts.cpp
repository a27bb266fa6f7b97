#include "bench/peers/xapian/impacts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "engine/index/postings/length_byte.hpp"

namespace aisle::bench {
namespace {

constexpr double kK1 = 1.2;
constexpr double kB = 0.75;

std::size_t index_of(TextField field) { return static_cast<std::size_t>(field); }

double saturated(double frequency, std::uint8_t length_byte, double mean_length) {
  return frequency / (frequency + kK1 * (1 - kB + kB * engine::decode_length(length_byte) / mean_length));
}

}  // namespace

std::string term_of(TextField field, std::string_view word) {
  return std::string(1, kPrefixes[index_of(field)]) + std::string(word);
}

Xapian::Query query_of(TextField field, std::string_view word) {
  return Xapian::Query(term_of(field, word), static_cast<Xapian::termcount>(1 + index_of(field)));
}

Xapian::termcount PairNumbers::number(TextField field, std::uint32_t frequency, std::uint32_t length) {
  const auto next = static_cast<Xapian::termcount>(numbers_.size() + 1);
  const auto number = numbers_.try_emplace({frequency, engine::encode_length(length)}, next).first->second;
  used_[index_of(field)][number] = true;
  return number;
}

void PairNumbers::count_field(TextField field, std::uint32_t length) {
  total_length_[index_of(field)] += length;
  filled_[index_of(field)] += length > 0 ? 1 : 0;
}

std::string PairNumbers::serialise() const {
  std::string text = fmt::format("{}\n", numbers_.size());
  for (std::size_t f = 0; f < kTextFields; ++f) {
    const double mean = static_cast<double>(total_length_[f]) / static_cast<double>(std::max<std::uint64_t>(filled_[f], 1));
    text += fmt::format("{} {}\n", mean, used_[f].size());
    for (const auto& [pair, number] : numbers_) {
      if (used_[f].contains(number)) text += fmt::format("{} {} {}\n", number, pair.first, pair.second);
    }
  }
  return text;
}

ImpactTables ImpactTables::read(std::string_view text) {
  std::istringstream in{std::string(text)};
  ImpactTables tables;
  std::size_t pairs = 0;
  in >> pairs;
  tables.length_bytes.resize(pairs + 1);
  for (std::size_t f = 0; f < kTextFields; ++f) {
    tables.impact[f].resize(pairs + 1);
    std::size_t used = 0;
    in >> tables.mean_length[f] >> used;
    for (; used > 0; --used) {
      std::size_t number = 0;
      unsigned frequency = 0, length_byte = 0;
      in >> number >> frequency >> length_byte;
      const double impact = saturated(frequency, static_cast<std::uint8_t>(length_byte), tables.mean_length[f]);
      tables.impact[f].at(number) = impact;
      tables.length_bytes[number] = static_cast<std::uint8_t>(length_byte);
      tables.greatest[f] = std::max(tables.greatest[f], impact);
    }
  }
  return tables;
}

double ImpactTables::impact_of(TextField field, Xapian::termcount pair, double frequency) const {
  return saturated(frequency, length_bytes.at(pair), mean_length[index_of(field)]);
}

ImpactWeight::ImpactWeight(const ImpactTables& tables) : tables_(&tables) {
  need_stat(COLLECTION_SIZE);
  need_stat(TERMFREQ);
  need_stat(WDF);
  need_stat(WQF);
}

void ImpactWeight::init(double factor) {
  if (factor == 0.0) return;  // asked about what does not depend on a term
  const double documents = get_collection_size(), matching = get_termfreq();
  const std::size_t field = (get_wqf() - 1) % kTextFields;
  impact_ = &tables_->impact[field];
  weight_ = factor * std::log(1 + (documents - matching + 0.5) / (matching + 0.5));
  greatest_ = weight_ * tables_->greatest[field];
}

}  // namespace aisle::bench
