#pragma once
// START HERE for errors: how every room says that something did not work.
//
// What the caller can cause or must decide about is a value (`Result<T>`, `Status`); what ends the operation is an
// exception, caught once per request, load job or in main; a mistake of our own is an `assert` with a sentence.

#include <cassert>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aisle {

/// What kind of failure this is; decides the answer's status, never its text.
enum class ErrorCode : std::uint8_t {
  invalid_argument,     ///< the request itself is wrong; sending it again will not help
  not_found,            ///< a named thing does not exist
  already_exists,       ///< a thing that must be new is there already
  conflict,             ///< someone else changed it first; read again, then retry
  failed_precondition,  ///< right request, wrong moment (closed index, wrong state)
  resource_exhausted,   ///< a limit of size, count, depth or memory was passed
  deadline_exceeded,    ///< ran out of the time it was given
  unavailable,          ///< try again later (starting, draining, overloaded)
  data_corrupt,         ///< a checksum or an invariant of stored bytes does not hold
  internal,             ///< our own fault
};

/// The snake_case word for a code, for logs ("invalid_argument").
std::string_view to_string(ErrorCode code);

/// Where in an input a failure was found. Lines and columns count from 1, bytes from 0.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint64_t byte = 0;
};

/// A failure: its code, one sentence for a person, and where.
///
/// `kind` is a stable identifier that a caller may switch on or that an outer room maps to its own vocabulary
/// ("version_conflict", "unknown_analyzer"); it must be a string literal and may be empty.
/// `subject` names the thing concerned (an index, a field, a document id) and may be empty.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::string_view kind = {};
  std::string subject = {};
  std::optional<Position> position = {};

  Error(ErrorCode code_in, std::string message_in, std::string_view kind_in = {}, std::string subject_in = {})
      : code(code_in), message(std::move(message_in)), kind(kind_in), subject(std::move(subject_in)) {}

  Error at(Position where) && {
    position = where;
    return std::move(*this);
  }
};

/// Either a value or an `Error`. Thin over std::expected, so that a move to the plain type is a rename.
///
/// Pass an error on in the open: `if (!price) return std::move(price).error();`
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : value_(std::unexpect, std::move(error)) {}

  explicit operator bool() const noexcept { return value_.has_value(); }
  bool ok() const noexcept { return value_.has_value(); }

  T& operator*() & { return get(); }
  const T& operator*() const& { return get(); }
  T&& operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &get(); }

  /// REQUIRES: !ok().
  const Error& error() const& { return value_.error(); }
  Error&& error() && { return std::move(value_).error(); }

 private:
  T& get() {
    assert(value_.has_value() && "a Result was read without asking whether it holds a value");
    return *value_;
  }
  const T& get() const {
    assert(value_.has_value() && "a Result was read without asking whether it holds a value");
    return *value_;
  }
  std::expected<T, Error> value_;
};

/// `Result` when there is no value: success or an `Error`.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}
  explicit operator bool() const noexcept { return !error_; }
  bool ok() const noexcept { return !error_; }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace aisle
