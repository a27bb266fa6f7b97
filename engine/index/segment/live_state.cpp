// Segment's live state as bytes, for checkpoints:
//
//   u64 magic, u64 segment id, u32 documents, u32 live fields
//   u64 versions[], u64 sequence numbers[], u64 change words[]
//   per live field: u32 field, u32 value class, i64 values[], encoded by NumericColumn::live_encoding
//   u64 XXH3 of everything before

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "engine/index/segment/segment.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint64_t kLiveStateMagic = 0x31564C454C534941ULL;  // "AISLELV1"

Error bad_state(const char* what) {
  return Error(ErrorCode::data_corrupt, std::string("live state of a segment: ") + what, "live_state");
}

std::span<const std::byte> get_words(ByteReader& reader, std::size_t count) { return reader.get_bytes(count * 8); }

/// One live field's values within the bytes.
struct StoredField {
  std::uint32_t field = 0;
  ValueClass value_class = ValueClass::integer;
  std::span<const std::byte> values;
};

}  // namespace

std::vector<std::byte> Segment::export_live_state() const {
  ByteWriter out;
  const std::vector<FieldId> fields = live_fields();
  out.put(kLiveStateMagic);
  out.put(id_);
  out.put(doc_count_);
  out.put(static_cast<std::uint32_t>(fields.size()));
  for (std::uint32_t i = 0; i < doc_count_; ++i) out.put(states_->version(DocId{i}));
  for (std::uint32_t i = 0; i < doc_count_; ++i) out.put(states_->sequence_number(DocId{i}));
  for (std::size_t i = 0; i < DocumentStates::words(doc_count_); ++i) out.put(states_->change_word(i));
  for (const FieldId field : fields) {
    const LiveColumn& column = *parts_of(field)->live;
    out.put(index_of(field));
    out.put(static_cast<std::uint32_t>(column.value_class()));
    for (std::uint32_t i = 0; i < doc_count_; ++i) out.put(column.get(i).value_or(kMissingLiveValue));
  }
  out.put(hash64(out.bytes()));
  return std::move(out).take();
}

Status Segment::import_live_state(std::span<const std::byte> state) {
  if (state.size() < sizeof(std::uint64_t)) return bad_state("too short");
  const auto content = state.first(state.size() - sizeof(std::uint64_t));
  if (hash64(content) != load<std::uint64_t>(state.data() + content.size())) return bad_state("wrong checksum");
  ByteReader reader(content);
  if (reader.get<std::uint64_t>() != kLiveStateMagic) return bad_state("wrong magic number");
  if (reader.get<std::uint64_t>() != id_) return bad_state("belongs to another segment");
  if (reader.get<std::uint32_t>() != doc_count_) return bad_state("wrong number of documents");
  const auto field_count = reader.get<std::uint32_t>();
  const auto versions = get_words(reader, doc_count_);
  const auto numbers_bytes = get_words(reader, doc_count_);
  const auto changes = get_words(reader, DocumentStates::words(doc_count_));
  std::vector<StoredField> fields;
  for (std::uint32_t i = 0; i < field_count && reader.ok(); ++i) {
    StoredField stored;
    stored.field = reader.get<std::uint32_t>();
    stored.value_class = static_cast<ValueClass>(reader.get<std::uint32_t>());
    stored.values = get_words(reader, doc_count_);
    fields.push_back(stored);
  }
  if (!reader.ok() || reader.remaining() != 0) return bad_state("size does not fit its counts");

  for (std::uint32_t i = 0; i < doc_count_; ++i) {
    states_->set(DocId{i}, load<std::uint64_t>(versions.data() + std::size_t{8} * i),
                 load<std::uint64_t>(numbers_bytes.data() + std::size_t{8} * i));
  }
  for (std::size_t i = 0; i < DocumentStates::words(doc_count_); ++i) {
    states_->set_change_word(i, load<std::uint64_t>(changes.data() + 8 * i));
  }
  for (const StoredField& stored : fields) {
    const Parts* parts = parts_of(FieldId{stored.field});
    if (parts == nullptr || !parts->live || parts->live->value_class() != stored.value_class) continue;
    for (std::uint32_t i = 0; i < doc_count_; ++i) {
      const auto value = load<std::int64_t>(stored.values.data() + std::size_t{8} * i);
      parts->live->set(i, value == kMissingLiveValue ? std::nullopt : std::optional(value));
    }
  }
  return {};
}

}  // namespace aisle::engine
