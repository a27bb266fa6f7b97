#pragma once
// A live column: its values change in place while searches read them.
//
// At any time the column has one form: how values are encoded, and how wide their codes are, chosen from the values at
// seal or merge. A value that the form has no code for (a third decimal, a price above all others) makes a new form
// with room for it: all values are copied, and searches that begin from then on read that one. Forms only grow, so
// that there are few of them: at most one for each width and scale.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/mutex.hpp"
#include "engine/index/columns/numeric_column.hpp"

namespace aisle::engine {

/// Owned by a segment, shared with the same segment under a grown schema. Any thread may call anything; readers never
/// wait. Values pass in and out as NumericColumn::live_encoding() of the class encodes them, whatever the form.
class LiveColumn {
 public:
  /// Takes the first values of `stored`; all missing without it.
  LiveColumn(ValueClass value_class, std::uint32_t doc_count, const NumericColumn* stored);

  /// The form at hand. Lives as long as this; its values follow every set() until one makes a new form. Take it once
  /// for a walk over documents, as its encoding belongs to it.
  const NumericColumn& now() const { return *now_.load(std::memory_order_acquire); }
  ValueClass value_class() const { return now().value_class(); }

  std::optional<std::int64_t> get(std::uint32_t doc) const;
  /// Sets or, with nothing, removes the value. A new form costs a pass over all documents.
  void set(std::uint32_t doc, std::optional<std::int64_t> value);

  /// Forms that searches may still read are counted too.
  std::size_t memory_bytes() const;

 private:
  struct Form {
    Form(ValueClass value_class, NumericEncoding encoding, std::uint32_t doc_count, CodeRange range)
        : values(doc_count, range), column(NumericColumn::of_live(value_class, encoding, values)) {}
    LiveValues values;
    NumericColumn column;
  };
  void take(const NumericColumn& stored, std::uint32_t doc_count) AISLE_REQUIRES(mutex_);
  void set_value(std::uint32_t doc, std::int64_t value) AISLE_REQUIRES(mutex_);
  Form& publish(std::unique_ptr<Form> form) AISLE_REQUIRES(mutex_);
  /// A form that holds `value` and every value that `old` ever held, with old's values.
  std::unique_ptr<Form> wider_than(const Form& old, std::int64_t value) const;
  bool fits(const Form& form, std::int64_t value) const;
  std::int64_t encode(const NumericEncoding& encoding, std::int64_t value) const;

  const NumericEncoding plain_;  ///< of values that pass in and out
  std::atomic<const NumericColumn*> now_{nullptr};
  mutable Mutex mutex_;  ///< among those who set
  std::vector<std::unique_ptr<Form>> forms_ AISLE_GUARDED_BY(mutex_);  ///< the last is the one at hand
};

}  // namespace aisle::engine
