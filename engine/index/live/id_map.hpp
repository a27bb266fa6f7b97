#pragma once
// A hash map by document id that can be asked with views.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"

namespace aisle::engine {

struct IdHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view id) const { return hash64(id); }
};

template <class T>
using IdMap = boost::unordered_flat_map<std::string, T, IdHash, std::equal_to<>>;

}  // namespace aisle::engine
