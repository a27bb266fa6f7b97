#pragma once
// May this shared object be used again as if it were new?

#include <memory>

namespace aisle::server::http {

/// Whether nobody but `pointer` holds the object. If so, all that former holders did to it is visible to the caller.
/// REQUIRES: no weak pointer of another thread could become a holder meanwhile.
template <class T>
bool sole_owner(const std::shared_ptr<T>& pointer) {
  if (pointer.use_count() != 1) return false;
  // The count is read without ordering; that of a copy acquires what those who let go released.
  const std::shared_ptr<T> acquired = pointer;
  return true;
}

}  // namespace aisle::server::http
