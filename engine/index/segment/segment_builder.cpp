#include "engine/index/segment/segment_builder.hpp"

#include <cassert>
#include <utility>

#include "analyzers/analyzer.hpp"
#include "engine/index/segment/completion_term.hpp"
#include "engine/index/segment/document_sections.hpp"
#include "engine/index/segment/parallel_sections.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kMaxBufferedDocs = 1u << 24;

/// Elasticsearch's words, with the first 30 bytes as Java prints them: signed.
Error immense_term(const Field& field, std::string_view term) {
  std::string prefix;
  for (std::size_t i = 0; i < 30; ++i) {
    prefix += (i == 0 ? "" : ", ") + std::to_string(static_cast<int>(static_cast<signed char>(term[i])));
  }
  return Error(ErrorCode::invalid_argument,
               "Document contains at least one immense term in field=\"" + field.name +
                   "\" (whose UTF8 encoding is longer than the max length " + std::to_string(kMaxTermBytes) +
                   "), all of which were skipped. Please correct the analyzer to not produce such terms. The prefix of "
                   "the first immense term is: '[" + prefix + "]...'",
               "immense_term", field.name);
}

}  // namespace

SegmentBuilder::SegmentBuilder(std::shared_ptr<const Schema> schema) : schema_(std::move(schema)) {
  fields_.resize(schema_->size());
}

void SegmentBuilder::set_schema(std::shared_ptr<const Schema> schema) {
  assert(schema->size() >= schema_->size() && "a schema only grows");
  schema_ = std::move(schema);
  fields_.resize(schema_->size());
}

Result<DocId> SegmentBuilder::add(const Document& document, std::uint64_t version, std::uint64_t sequence_number) {
  if (document.source.size() > kMaxSourceBytes) {
    return Error(ErrorCode::resource_exhausted, "the document's source is too large", "source_too_large", document.id);
  }
  if (doc_count() >= kMaxBufferedDocs) {
    return Error(ErrorCode::resource_exhausted, "too many documents in one buffer", "buffer_full");
  }
  if (Status sound = normalize_keywords(document); !sound) return std::move(sound).error();
  const std::uint32_t doc = doc_count();
  documents_.push_back({texts_.size(), static_cast<std::uint32_t>(document.id.size()),
                        static_cast<std::uint32_t>(document.source.size()), version, sequence_number, false});
  texts_.insert(texts_.end(), document.id.begin(), document.id.end());
  texts_.insert(texts_.end(), document.source.begin(), document.source.end());
  for (std::size_t i = 0; i < document.values.size(); ++i) {
    add_value(document.values[i], normalized_.empty() ? nullptr : &normalized_[i], doc);
  }
  for (TermFieldBuffer* field : open_fields_) field->end_document();
  open_fields_.clear();
  return DocId{doc};
}

Status SegmentBuilder::normalize_keywords(const Document& document) {
  normalized_.clear();
  for (std::size_t i = 0; i < document.values.size(); ++i) {
    const Field& field = schema_->field(document.values[i].field);
    const auto* text = std::get_if<std::string_view>(&document.values[i].value);
    if (text == nullptr || !field.is_keyword()) continue;
    std::string_view term = *text;
    if (field.normalizer != nullptr) {
      normalized_.resize(document.values.size());
      normalized_[i] = field.normalizer->normalize(*text);
      term = normalized_[i];
    }
    if (term.size() > kMaxTermBytes) return immense_term(field, term);
  }
  return {};
}

NumberFieldBuffer& SegmentBuilder::numbers_of(const Field& field, FieldBuffer& buffer) {
  if (buffer.numbers == nullptr) buffer.numbers = std::make_unique<NumberFieldBuffer>(field);
  return *buffer.numbers;
}

void SegmentBuilder::add_value(const FieldValue& value, const std::string* normalized, std::uint32_t doc) {
  const Field& field = schema_->field(value.field);
  FieldBuffer& buffer = fields_[index_of(value.field)];
  if (const auto* text = std::get_if<std::string_view>(&value.value)) {
    assert(!is_numeric(field.type) && "a number field was given text");
    add_terms(field, buffer, *text, normalized, doc);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value.value)) {
    numbers_of(field, buffer).add(doc, *integer);
  } else {
    numbers_of(field, buffer).add(doc, std::get<double>(value.value));
  }
}

void SegmentBuilder::add_terms(const Field& field, FieldBuffer& buffer, std::string_view text,
                               const std::string* normalized, std::uint32_t doc) {
  if (buffer.terms == nullptr) buffer.terms = std::make_unique<TermFieldBuffer>(field);
  if (buffer.open_doc != doc + 1) {
    buffer.open_doc = doc + 1;
    buffer.terms->begin_document(doc);
    open_fields_.push_back(buffer.terms.get());
  }
  if (field.is_keyword()) {
    buffer.terms->add_keyword(field.normalizer != nullptr ? std::string_view(*normalized) : text);
    return;
  }
  assert(field.index_analyzer != nullptr && "a text field has an analyzer");
  if (field.is_completion()) {
    for (const std::string& term : completion_terms(field, text, completion_tokens_)) {
      if (term.size() <= kMaxTermBytes) buffer.terms->add_keyword(term);
    }
    return;
  }
  buffer.terms->add_text(text, *field.index_analyzer, scratch_);
}

void SegmentBuilder::set_version(DocId doc, std::uint64_t version, std::uint64_t sequence_number) {
  documents_[index_of(doc)].version = version;
  documents_[index_of(doc)].sequence_number = sequence_number;
}

void SegmentBuilder::set_live(FieldId field, DocId doc, std::optional<std::int64_t> encoded) {
  assert(schema_->field(field).live && "only live fields change in place");
  numbers_of(schema_->field(field), fields_[index_of(field)]).set_live(index_of(doc), encoded);
  documents_[index_of(doc)].live_changes = true;
}

std::optional<std::int64_t> SegmentBuilder::live_value(FieldId field, DocId doc) const {
  const auto& numbers = fields_[index_of(field)].numbers;
  return numbers == nullptr ? std::nullopt : numbers->live_value(index_of(doc));
}

std::size_t SegmentBuilder::memory_bytes() const {
  std::size_t total = documents_.size() * sizeof(Buffered) + texts_.size();
  for (const FieldBuffer& buffer : fields_) {
    if (buffer.terms != nullptr) total += buffer.terms->memory_bytes();
    if (buffer.numbers != nullptr) total += buffer.numbers->memory_bytes();
  }
  return total;
}

void SegmentBuilder::clear() {
  for (FieldBuffer& buffer : fields_) {
    if (buffer.terms != nullptr) buffer.terms->clear();
    if (buffer.numbers != nullptr) buffer.numbers->clear();
    buffer.open_doc = 0;
  }
  documents_.clear();
  texts_.clear();
}

void SegmentBuilder::write_documents(ImageWriter& image) const {
  DocumentSections sections;
  for (std::uint32_t doc = 0; doc < doc_count(); ++doc) {
    const Buffered& document = documents_[doc];
    sections.add(doc_id(DocId{doc}), document.version, document.sequence_number, document.live_changes);
  }
  sections.write(image);
  SourceStoreWriter sources(image);
  sources.add_documents(doc_count(), [this](std::uint32_t i, std::string& out) { out += source(DocId{i}); });
  sources.finish();
}

SegmentImage SegmentBuilder::seal_image(std::uint64_t segment_id, unsigned threads) const {
  std::vector<std::uint64_t> weights;
  for (const FieldBuffer& buffer : fields_) weights.push_back(buffer.terms == nullptr ? 0 : buffer.terms->memory_bytes());
  ParallelSections fields(std::move(weights), threads, [this](std::size_t field, ImageWriter& part) {
    const FieldBuffer& buffer = fields_[field];
    if (buffer.terms != nullptr) buffer.terms->seal(part, doc_count());
    if (buffer.numbers != nullptr) buffer.numbers->seal(part, doc_count());
  });
  ImageWriter image;
  write_documents(image);
  fields.append_to(image);
  return std::move(image).finish(segment_id, doc_count());
}

std::shared_ptr<Segment> SegmentBuilder::seal(std::uint64_t segment_id, unsigned threads) const {
  auto segment = Segment::open(seal_image(segment_id, threads), *schema_, ImageTrust::own);
  assert(segment.ok() && "an image just written does not open");
  return *segment;
}

}  // namespace aisle::engine
