#pragma once

#include <exception>
#include <utility>

#include "base/result.hpp"

namespace aisle::engine {

/// Thrown where a query cannot go on for what it found in a document (a field_value_factor that gives a negative
/// score). search() catches it and returns its error.
class QueryFailure final : public std::exception {
 public:
  explicit QueryFailure(Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  const Error& error() const { return error_; }

 private:
  Error error_;
};

}  // namespace aisle::engine
