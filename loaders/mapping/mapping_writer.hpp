#pragma once
// The mapping as GET _mapping shows it: fields by name, parameters in their types' order, defaults left out.

#include <string>

#include "loaders/mapping/mapping_node.hpp"

namespace aisle::loaders {

/// What stands under "mappings"; "{}" when nothing is mapped. Reading it back gives an equal tree.
std::string write_mapping(const MappingRoot& root);

/// One field's definition, as GET _mapping/field shows it.
std::string write_property(const MappingNode& node);

}  // namespace aisle::loaders
