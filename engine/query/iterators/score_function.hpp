#pragma once
// One function of a function_score clause in one segment: a document in, a factor out.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/index/columns/numeric_column.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/query/iterators/doc_iterator.hpp"
#include "engine/query/scoring/decay.hpp"

namespace aisle::engine {

/// Owned by a function_score iterator; views its segment. Documents may come in any order.
class ScoreFunctionReader {
 public:
  virtual ~ScoreFunctionReader() = default;
  virtual double value(DocId doc) = 0;
  /// out[i] = value(docs[i]). REQUIRES: at most ScoredBatch::kCapacity documents.
  virtual void values(std::span<const DocId> docs, double* out) {
    for (std::size_t i = 0; i < docs.size(); ++i) out[i] = value(docs[i]);
  }
  /// No value is greater; infinite when that is not known, or when value() may fail: then it must be asked of every
  /// document that matches. Of live columns it bounds the values that they have had until the call.
  virtual double max_value() const = 0;
};

/// A weight without a function.
class ConstantFunction final : public ScoreFunctionReader {
 public:
  double value(DocId) override { return 1.0; }
  double max_value() const override { return 1.0; }
};

/// Live columns are read as they are at the call. A document without a value and no `missing` fails the query.
class FieldValueFunction final : public ScoreFunctionReader {
 public:
  /// `column` may be null: no document of the segment has the field. `function` must outlive this.
  FieldValueFunction(const NumericColumn* column, const FieldValueFactor& function)
      : column_(column), function_(function) {}
  double value(DocId doc) override;
  /// Reads all of the column first, so that cache misses overlap, and works out each factor once: popularity is mostly
  /// a few small numbers.
  void values(std::span<const DocId> docs, double* out) override;
  double max_value() const override;

 private:
  struct Known {
    std::int64_t encoded = 0;
    double factor = -1.0;  ///< negative: none yet
  };
  double factor_of(std::int64_t encoded);
  double missing_factor() const;

  const NumericColumn* column_;
  const FieldValueFactor& function_;
  std::vector<Known> known_;  // factors by the low bits of their value; empty until values() is used
};

/// A number in [0, 1) that depends on the seed and on the document: on its field's value, else on its id.
class RandomFunction final : public ScoreFunctionReader {
 public:
  RandomFunction(const Segment& segment, const NumericColumn* column, std::uint64_t seed)
      : segment_(segment), column_(column), seed_(seed) {}
  double value(DocId doc) override;
  double max_value() const override { return 1.0; }

 private:
  double between_zero_and_one(std::uint64_t key) const;

  const Segment& segment_;
  const NumericColumn* column_;
  std::uint64_t seed_;
};

/// The nearest of the document's values counts; a document without one scores 1.
class DecayReader final : public ScoreFunctionReader {
 public:
  DecayReader(const NumericColumn* column, const Decay& decay) : column_(column), decay_(decay) {}
  double value(DocId doc) override;
  double max_value() const override { return 1.0; }

 private:
  const NumericColumn* column_;
  Decay decay_;
};

}  // namespace aisle::engine
