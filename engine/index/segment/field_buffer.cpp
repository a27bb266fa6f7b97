#include "engine/index/segment/field_buffer.hpp"

#include <algorithm>
#include <array>

#include "engine/index/columns/live_values.hpp"
#include "engine/index/dictionary/dictionary.hpp"
#include "engine/index/postings/length_byte.hpp"
#include "engine/index/segment/term_log_seal.hpp"

namespace aisle::engine {

namespace {
/// Tokens whose terms are looked up together.
constexpr std::size_t kMostAtOnce = 32;
}  // namespace

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
  log_.begin_document(doc);
  presence_.resize(std::max<std::size_t>(presence_.size(), (doc >> 6) + 1), 0);
  presence_[doc >> 6] |= std::uint64_t{1} << (doc & 63);
}

void TermFieldBuffer::add_text(std::string_view text, const analyzers::Analyzer& analyzer, AnalysisScratch& scratch) {
  analyzer.analyze_words(text, scratch.tokens);
  const auto tokens = scratch.tokens.tokens();
  for (std::size_t begin = 0; begin < tokens.size(); begin += kMostAtOnce) {
    const auto batch = tokens.subspan(begin, std::min(kMostAtOnce, tokens.size() - begin));
    if (analyzer.has_word_filters()) {
      add_words(batch, analyzer, scratch.word);
    } else {
      add_tokens(batch);
    }
  }
  next_position_ += scratch.tokens.end_position() + position_gap_;
}

std::uint32_t TermFieldBuffer::place(const analyzers::Token& token) {
  const std::uint32_t position = next_position_ + token.position;
  if (!any_token_ || position != last_position_) ++length_;
  any_token_ = true;
  last_position_ = position;
  return position;
}

/// A term that is known costs a read from far away; a text's terms wait for theirs together.
void TermFieldBuffer::add_tokens(std::span<const analyzers::Token> tokens) {
  std::array<TermKey, kMostAtOnce> keys;
  std::array<std::uint64_t, kMostAtOnce> hashes;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    keys[i] = TermKey::of(tokens[i].term);
    hashes[i] = keys[i].hash();
    log_.prefetch(hashes[i]);
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::uint32_t position = place(tokens[i]);
    if (tokens[i].term.size() <= kMaxTermBytes) log_.add(keys[i], hashes[i], tokens[i].term, position);
  }
}

void TermFieldBuffer::add_words(std::span<const analyzers::Token> words, const analyzers::Analyzer& analyzer,
                                analyzers::TokenStream& stream) {
  std::array<TermKey, kMostAtOnce> keys;
  std::array<std::uint64_t, kMostAtOnce> hashes;
  for (std::size_t i = 0; i < words.size(); ++i) {
    keys[i] = TermKey::of(words[i].term);
    hashes[i] = keys[i].hash();
    words_.prefetch(hashes[i]);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const WordTerms::Terms terms = words_.of(words[i], keys[i], hashes[i], analyzer, stream, log_);
    if (terms.any_token) log_.add_known(terms.numbers, place(words[i]));
  }
}

void TermFieldBuffer::add_keyword(std::string_view term) {
  const TermKey key = TermKey::of(term);
  log_.add(key, key.hash(), term, next_position_++);
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
  const FieldDocuments documents{norms, presence, count_documents_with_terms(log_)};
  FieldIndexWriter writer(image, index_of(field_), log_.kept(), documents, doc_count);
  const std::vector<std::uint32_t> ranks = write_sorted_terms(log_, writer);
  writer.finish();
  if (!has_column_) return;
  const auto column = make_ordinals(log_, ranks, writer.term_count(), doc_count);
  image.add_section(SectionKind::ordinals, index_of(field_), std::span<const std::byte>(column));
}

std::size_t TermFieldBuffer::memory_bytes() const {
  return log_.memory_bytes() + words_.memory_bytes() + norms_.size() + presence_.size() * 8;
}

void TermFieldBuffer::clear() {
  log_.clear();
  words_.clear();
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
