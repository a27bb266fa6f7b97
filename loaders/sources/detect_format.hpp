#pragma once
// What kind of catalog a file is, from its beginning.

#include <string_view>

#include "base/result.hpp"
#include "loaders/sources/source_options.hpp"

namespace aisle::loaders {

/// `beginning` holds the first 64 KB or the whole input, unpacked and without byte order mark; padded as JsonChecker
/// wants it. Binary data is invalid_argument.
Result<InputFormat> detect_format(std::string_view beginning);

}  // namespace aisle::loaders
