#pragma once
// Ids are types, so that a term number never lands where a document number belongs.

#include <cstdint>
#include <limits>

namespace aisle {

/// A document's number within its segment, from 0. `kEndDoc` is past every document.
enum class DocId : std::uint32_t {};
inline constexpr DocId kEndDoc{std::numeric_limits<std::uint32_t>::max()};

constexpr std::uint32_t index_of(DocId doc) { return static_cast<std::uint32_t>(doc); }
constexpr DocId operator+(DocId doc, std::uint32_t n) { return DocId{index_of(doc) + n}; }

/// A leaf field's number within its schema, from 0; stable for the life of an index.
enum class FieldId : std::uint32_t {};
inline constexpr FieldId kNoField{std::numeric_limits<std::uint32_t>::max()};
constexpr std::uint32_t index_of(FieldId field) { return static_cast<std::uint32_t>(field); }

/// A term's rank in one segment's sorted dictionary of one field, from 0; also a keyword column's ordinal.
enum class TermId : std::uint32_t {};
constexpr std::uint32_t index_of(TermId term) { return static_cast<std::uint32_t>(term); }

}  // namespace aisle
