#include "engine/index/columns/live_column.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace aisle::engine {
namespace {

// Changes remembered: enough for a second of a busy catalog; recounting costs less than catching up on more.
constexpr std::size_t kRememberedChanges = 4'096;

constexpr std::array<double, 5> kScales{1.0, 10.0, 100.0, 1000.0, 10000.0};

NumericEncoding scaled_by(double scale) { return {NumericEncoding::Kind::scaled, scale}; }

/// Of a column without a value: prices have cents.
NumericEncoding first_encoding(ValueClass value_class) {
  return value_class == ValueClass::real ? scaled_by(100.0) : NumericEncoding{};
}

/// Room for cents where they cost nothing, so that the first one does not make a new form.
NumericEncoding with_cents(const NumericEncoding& encoding, std::int64_t low, std::int64_t high) {
  if (encoding.kind != NumericEncoding::Kind::scaled || encoding.scale >= 100.0) return encoding;
  const double factor = 100.0 / encoding.scale;
  const double most = std::max(std::abs(static_cast<double>(low)), std::abs(static_cast<double>(high))) * factor;
  if (most > 1e15) return encoding;
  const auto wide_low = static_cast<std::int64_t>(static_cast<double>(low) * factor);
  const auto wide_high = static_cast<std::int64_t>(static_cast<double>(high) * factor);
  const bool free = CodeRange::for_values(wide_low, wide_high).width == CodeRange::for_values(low, high).width;
  return free ? scaled_by(100.0) : encoding;
}

/// Of codes at least `width` wide for values encoded so; reals by their bits are never near each other.
CodeRange range_for(const NumericEncoding& encoding, std::int64_t low, std::int64_t high, std::uint8_t width = 1) {
  if (encoding.kind == NumericEncoding::Kind::double_bits) width = 8;
  return CodeRange::for_values(std::max(low, kMissingLiveValue + 1), std::max(high, kMissingLiveValue + 1), width);
}

bool same(const NumericEncoding& a, const NumericEncoding& b) { return a.kind == b.kind && a.scale == b.scale; }

std::optional<std::int64_t> first_of(const NumericColumn& column, std::uint32_t doc) {
  std::optional<std::int64_t> first;
  column.for_each(DocId{doc}, [&](std::int64_t encoded) {
    if (!first) first = encoded;
  });
  return first;
}

/// Calls visit(doc, value) with the first value of each document that has one, encoded by `encoding`, which holds it.
template <class Visit>
void for_each_first(const NumericColumn& column, std::uint32_t doc_count, const NumericEncoding& encoding,
                    Visit&& visit) {
  const bool as_is = same(column.encoding(), encoding);
  for (std::uint32_t doc = 0; doc < doc_count; ++doc) {
    const std::optional<std::int64_t> first = first_of(column, doc);
    if (first) visit(doc, as_is ? *first : encoding.encode(column.as_double(*first)));
  }
}

/// Whether every value of the column is exactly itself when encoded so.
bool holds_all(const NumericEncoding& encoding, const NumericColumn& column, std::uint32_t doc_count) {
  bool all = true;
  for (std::uint32_t doc = 0; doc < doc_count; ++doc) {
    column.for_each(DocId{doc}, [&](std::int64_t encoded) { all = all && encoding.holds(column.as_double(encoded)); });
  }
  return all;
}

/// The encoding for a real value besides those that `old` holds.
NumericEncoding encoding_with(double value, const NumericColumn& old, std::uint32_t doc_count) {
  if (old.encoding().holds(value)) return old.encoding();
  for (const double scale : kScales) {
    const NumericEncoding wider = scaled_by(scale);
    if (old.encoding().kind != NumericEncoding::Kind::scaled || scale <= old.encoding().scale) continue;
    if (wider.holds(value) && holds_all(wider, old, doc_count)) return wider;
  }
  return NumericColumn::live_encoding(ValueClass::real);
}

/// Bounds of the first values of all documents.
std::optional<std::pair<std::int64_t, std::int64_t>> bounds_of(const NumericColumn& column, std::uint32_t doc_count) {
  std::int64_t low = std::numeric_limits<std::int64_t>::max();
  std::int64_t high = std::numeric_limits<std::int64_t>::min();
  for_each_first(column, doc_count, column.encoding(), [&](std::uint32_t, std::int64_t value) {
    low = std::min(low, value);
    high = std::max(high, value);
  });
  if (low > high) return std::nullopt;
  return std::pair(low, high);
}

}  // namespace

LiveColumn::LiveColumn(ValueClass value_class, std::uint32_t doc_count, const NumericColumn* stored)
    : plain_(NumericColumn::live_encoding(value_class)) {
  MutexLock lock(mutex_);
  if (stored != nullptr && stored->value_class() == value_class) {
    take(*stored, doc_count);
    return;
  }
  const NumericEncoding encoding = first_encoding(value_class);
  publish(std::make_unique<Form>(value_class, encoding, doc_count, range_for(encoding, 0, 0)));
  for (std::uint32_t doc = 0; stored != nullptr && doc < doc_count; ++doc) {
    const std::optional<std::int64_t> first = first_of(*stored, doc);
    if (first) set_value(doc, plain_.encode(stored->as_double(*first)));
  }
}

/// The stored encoding stays, unless cents come free.
void LiveColumn::take(const NumericColumn& stored, std::uint32_t doc_count) {
  const auto [low, high] = bounds_of(stored, doc_count).value_or(std::pair<std::int64_t, std::int64_t>(0, 0));
  const NumericEncoding encoding = with_cents(stored.encoding(), low, high);
  const bool as_is = same(encoding, stored.encoding());
  const CodeRange range = as_is ? range_for(encoding, low, high)
                                : range_for(encoding, encoding.encode(stored.as_double(low)),
                                            encoding.encode(stored.as_double(high)));
  Form& form = publish(std::make_unique<Form>(stored.value_class(), encoding, doc_count, range));
  for_each_first(stored, doc_count, encoding, [&](std::uint32_t doc, std::int64_t value) {
    form.values.set(doc, std::max(value, kMissingLiveValue + 1));
  });
}

LiveColumn::Form& LiveColumn::publish(std::unique_ptr<Form> form) {
  forms_.push_back(std::move(form));
  first_change_ = position_.load(std::memory_order_relaxed);  // earlier ones are codes of another form
  now_.store(&forms_.back()->column, std::memory_order_release);
  return *forms_.back();
}

std::int64_t LiveColumn::encode(const NumericEncoding& encoding, std::int64_t value) const {
  return same(encoding, plain_) ? value : encoding.encode(plain_.decode(value));
}

std::optional<std::int64_t> LiveColumn::get(std::uint32_t doc) const {
  const NumericColumn& column = now();
  const std::int64_t encoded = column.first(DocId{doc});
  if (encoded == kMissingLiveValue) return std::nullopt;
  return same(column.encoding(), plain_) ? encoded : plain_.encode(column.as_double(encoded));
}

void LiveColumn::set(std::uint32_t doc, std::optional<std::int64_t> value) {
  MutexLock lock(mutex_);
  if (value) {
    set_value(doc, *value);
  } else {
    set_code(doc, std::nullopt);
  }
}

void LiveColumn::set_value(std::uint32_t doc, std::int64_t value) {
  const std::int64_t wanted = std::max(value, kMissingLiveValue + 1);
  if (!fits(*forms_.back(), wanted)) publish(wider_than(*forms_.back(), wanted));
  set_code(doc, encode(forms_.back()->column.encoding(), wanted));
}

void LiveColumn::set_code(std::uint32_t doc, std::optional<std::int64_t> encoded) {
  LiveValues& values = forms_.back()->values;
  const std::uint64_t position = position_.load(std::memory_order_relaxed);
  if (!changes_.empty()) {
    const auto code = [&] { return values.visit([&](auto codes) { return std::uint64_t{codes(doc)}; }); };
    Change& change = changes_[position % changes_.size()];
    change.doc = doc;
    change.before = code();
    values.set(doc, encoded);
    change.after = code();
  } else {
    values.set(doc, encoded);
  }
  // After the value: who sees this position through hold_still() sees the value too.
  position_.store(position + 1, std::memory_order_release);
}

void LiveColumn::remember_changes() const {
  if (!changes_.empty()) return;
  changes_.resize(kRememberedChanges);
  first_change_ = position_.load(std::memory_order_relaxed);
}

bool LiveColumn::fits(const Form& form, std::int64_t value) const {
  const NumericEncoding& encoding = form.column.encoding();
  if (same(encoding, plain_)) return form.values.range().holds(value);
  const double real = plain_.decode(value);
  return encoding.holds(real) && form.values.range().holds(encoding.encode(real));
}

std::unique_ptr<LiveColumn::Form> LiveColumn::wider_than(const Form& old, std::int64_t value) const {
  const std::uint32_t doc_count = old.values.doc_count();
  const NumericColumn& column = old.column;
  const NumericEncoding encoding = column.value_class() == ValueClass::real
                                       ? encoding_with(plain_.decode(value), column, doc_count)
                                       : column.encoding();
  std::int64_t low = encode(encoding, value);
  std::int64_t high = low;
  if (const auto held = old.values.bounds()) {
    const bool as_is = same(encoding, column.encoding());
    low = std::min(low, as_is ? held->first : encoding.encode(column.as_double(held->first)));
    high = std::max(high, as_is ? held->second : encoding.encode(column.as_double(held->second)));
  }
  // One more than the old width unless the encoding is new, lest values that wander outwards make form after form.
  const std::uint8_t width = old.values.range().width;
  const CodeRange range = range_for(encoding, low, high, same(encoding, column.encoding()) ? std::uint8_t(width * 2) : std::uint8_t{1});
  auto form = std::make_unique<Form>(column.value_class(), encoding, doc_count, range);
  for_each_first(column, doc_count, encoding,
                 [&](std::uint32_t doc, std::int64_t held) { form->values.set(doc, held); });
  return form;
}

std::size_t LiveColumn::memory_bytes() const {
  MutexLock lock(mutex_);
  std::size_t total = sizeof *this + changes_.capacity() * sizeof(Change);
  for (const auto& form : forms_) total += sizeof *form + form->values.memory_bytes();
  return total;
}

}  // namespace aisle::engine
