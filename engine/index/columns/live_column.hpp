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

  /// One set(): codes of the form at hand before and after it.
  struct Change {
    std::uint32_t doc = 0;
    std::uint64_t before = 0;
    std::uint64_t after = 0;
  };
  /// The column while nobody sets anything. Views the column; lives only within hold_still().
  class Still {
   public:
    const NumericColumn& form() const { return form_; }
    std::uint64_t position() const { return position_; }
    /// Calls visit(change) for each set() since `position`, in order. False, and nothing is called, where the form is
    /// another since or the changes are too many to be remembered.
    template <class Visit>
    bool changes_since(std::uint64_t position, Visit&& visit) const {
      if (position < first_ || position_ - position > ring_.size()) return false;
      for (std::uint64_t i = position; i < position_; ++i) visit(ring_[i % ring_.size()]);
      return true;
    }

   private:
    friend class LiveColumn;
    Still(const NumericColumn& form, std::uint64_t position, std::uint64_t first, const std::vector<Change>& ring)
        : form_(form), position_(position), first_(first), ring_(ring) {}
    const NumericColumn& form_;
    std::uint64_t position_;
    std::uint64_t first_;  ///< of the changes that are remembered
    const std::vector<Change>& ring_;
  };
  /// How many times something was set: what was counted at a position is right as long as it lasts.
  std::uint64_t position() const { return position_.load(std::memory_order_acquire); }
  /// Calls look(Still) with writers held up: be quick. Changes are remembered from the first call on.
  template <class Look>
  decltype(auto) hold_still(Look&& look) const {
    MutexLock lock(mutex_);
    remember_changes();
    return look(Still(forms_.back()->column, position_.load(std::memory_order_relaxed), first_change_, changes_));
  }

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
  void remember_changes() const AISLE_REQUIRES(mutex_);
  void set_code(std::uint32_t doc, std::optional<std::int64_t> encoded) AISLE_REQUIRES(mutex_);
  std::int64_t encode(const NumericEncoding& encoding, std::int64_t value) const;

  const NumericEncoding plain_;  ///< of values that pass in and out
  std::atomic<const NumericColumn*> now_{nullptr};
  mutable Mutex mutex_;  ///< among those who set
  std::vector<std::unique_ptr<Form>> forms_ AISLE_GUARDED_BY(mutex_);  ///< the last is the one at hand
  std::atomic<std::uint64_t> position_{0};
  mutable std::vector<Change> changes_ AISLE_GUARDED_BY(mutex_);  ///< a ring by position; empty until somebody asks
  mutable std::uint64_t first_change_ AISLE_GUARDED_BY(mutex_) = 0;
};

}  // namespace aisle::engine
