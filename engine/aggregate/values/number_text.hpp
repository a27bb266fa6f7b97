#pragma once
// Numbers and dates as results show them.

#include <string>

#include "base/clock.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

/// A scalar of a request as text ("5", "5.5", "true").
std::string value_text(const Value& value);

/// A double as Java's Double.toString writes it ("50.0", "1.0E7"): how Elasticsearch makes keys of ranges.
std::string java_double(double number);

/// A date as a result shows it; milliseconds where the format cannot write it. Empty format: the default one.
std::string date_text(EpochMillis date, const std::string& format);

}  // namespace aisle::engine
