#pragma once
// Lets one allocation fail, as on a machine that has no memory left. Linked into a program, it replaces operator new.

#include <cstdint>

namespace aisle::torture {

/// The `number`th operator new from now, on whatever thread, throws std::bad_alloc; 0: none does.
void fail_allocation(std::int64_t number);

}  // namespace aisle::torture
