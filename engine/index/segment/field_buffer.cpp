#include "engine/index/segment/field_buffer.hpp"

#include <algorithm>
#include <array>

#include "engine/index/columns/live_values.hpp"
#include "engine/index/dictionary/dictionary.hpp"
#include "engine/index/postings/length_byte.hpp"
#include "engine/index/segment/term_log_seal.hpp"

namespace aisle::engine {

TermFieldBuffer::TermFieldBuffer(const Field& field)
    : field_(field.id),
      has_norms_(field.has_norms),
      has_column_(field.has_column),
      position_gap_(field.position_increment_gap),
      log_(field.posting_detail) {}

void TermFieldBuffer::begin_document(std::uint32_t doc) {
  doc_ = doc;
  next_position_ = 0;
  length_ = 0;
  any_token_ = false;
  presence_.resize(std::max<std::size_t>(presence_.size(), (doc >> 6) + 1), 0);
  presence_[doc >> 6] |= std::uint64_t{1} << (doc & 63);
}

void TermFieldBuffer::add_tokens(const analyzers::TokenStream& tokens) {
  std::array<TermLog::Occurrence, TermLog::kMostAtOnce> occurrences;
  std::size_t count = 0;
  for (const analyzers::Token& token : tokens.tokens()) {
    const std::uint32_t position = next_position_ + token.position;
    if (!any_token_ || position != last_position_) ++length_;
    any_token_ = true;
    last_position_ = position;
    if (token.term.size() > kMaxTermBytes) continue;
    if (count == occurrences.size()) {
      log_.add(doc_, occurrences);
      count = 0;
    }
    occurrences[count++] = {token.term, position};
  }
  log_.add(doc_, std::span(occurrences).first(count));
  next_position_ += tokens.end_position() + position_gap_;
}

void TermFieldBuffer::add_keyword(std::string_view term) {
  log_.add(doc_, term, next_position_++);
  ++length_;
}

void TermFieldBuffer::end_document() {
  if (!has_norms_) return;
  norms_.resize(doc_, 0);
  norms_.push_back(encode_length(length_));
}

std::vector<std::uint8_t> TermFieldBuffer::padded_norms(std::uint32_t doc_count) const {
  std::vector<std::uint8_t> norms;
  if (!has_norms_) return norms;
  norms = norms_;
  norms.resize(doc_count, 0);
  return norms;
}

std::vector<std::uint64_t> TermFieldBuffer::padded_presence(std::uint32_t doc_count) const {
  std::vector<std::uint64_t> presence = presence_;
  presence.resize((std::size_t{doc_count} + 63) / 64, 0);
  return presence;
}

void TermFieldBuffer::seal(ImageWriter& image, std::uint32_t doc_count) const {
  if (presence_.empty()) return;
  const std::vector<std::uint8_t> norms = padded_norms(doc_count);
  const std::vector<std::uint64_t> presence = padded_presence(doc_count);
  FieldIndexWriter writer(image, index_of(field_), log_.kept(), {norms, presence}, doc_count);
  const std::vector<std::uint32_t> ranks = write_sorted_terms(log_, writer);
  writer.finish();
  if (!has_column_) return;
  const auto column = make_ordinals(log_, ranks, doc_count);
  image.add_section(SectionKind::ordinals, index_of(field_), std::span<const std::byte>(column));
}

std::size_t TermFieldBuffer::memory_bytes() const {
  return log_.memory_bytes() + norms_.size() + presence_.size() * 8;
}

void TermFieldBuffer::clear() {
  log_.clear();
  norms_.clear();
  presence_.clear();
}

NumberFieldBuffer::NumberFieldBuffer(const Field& field)
    : field_(field.id),
      live_(field.live),
      live_encoding_(NumericColumn::live_encoding(value_class(field.type))),
      writer_(value_class(field.type)) {}

void NumberFieldBuffer::add(std::uint32_t doc, std::int64_t value) {
  if (live_) {
    const bool real = writer_.value_class() == ValueClass::real;
    set_live(doc, real ? live_encoding_.encode(static_cast<double>(value)) : value);
  } else if (writer_.value_class() == ValueClass::real) {
    writer_.add_real(doc, static_cast<double>(value));
  } else {
    writer_.add_integer(doc, value);
  }
}

void NumberFieldBuffer::add(std::uint32_t doc, double value) {
  if (live_) {
    set_live(doc, live_encoding_.encode(value));
  } else if (writer_.value_class() == ValueClass::real) {
    writer_.add_real(doc, value);
  } else {
    writer_.add_integer(doc, live_encoding_.encode(value));
  }
}

void NumberFieldBuffer::set_live(std::uint32_t doc, std::optional<std::int64_t> encoded) {
  if (live_values_.size() <= doc) live_values_.resize(doc + 1, kMissingLiveValue);
  live_values_[doc] = encoded ? std::max(*encoded, kMissingLiveValue + 1) : kMissingLiveValue;
}

std::optional<std::int64_t> NumberFieldBuffer::live_value(std::uint32_t doc) const {
  if (doc >= live_values_.size() || live_values_[doc] == kMissingLiveValue) return std::nullopt;
  return live_values_[doc];
}

void NumberFieldBuffer::seal(ImageWriter& image, std::uint32_t doc_count) const {
  NumericColumnWriter live(writer_.value_class());
  for (std::uint32_t doc = 0; doc < live_values_.size(); ++doc) {
    if (live_values_[doc] == kMissingLiveValue) continue;
    if (live.value_class() == ValueClass::real) {
      live.add_real(doc, live_encoding_.decode(live_values_[doc]));
    } else {
      live.add_integer(doc, live_values_[doc]);
    }
  }
  const NumericColumnWriter& chosen = live_ ? live : writer_;
  if (chosen.empty()) return;
  const std::vector<std::byte> column = chosen.finish(doc_count);
  image.add_section(SectionKind::numbers, index_of(field_), std::span<const std::byte>(column));
}

}  // namespace aisle::engine
