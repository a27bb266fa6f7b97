#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aisle::server::es_api {

/// The words of a comma-separated URL parameter, without blanks around them; empty words are left out.
std::vector<std::string> split_list(std::string_view text);

}  // namespace aisle::server::es_api
