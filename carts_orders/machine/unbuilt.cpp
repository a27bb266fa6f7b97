// Commands whose handlers are not built yet.
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {

Answer handle(Transaction&, const CreateCart&) { return problem(501, "not-built", "CreateCart"); }
Answer handle(Transaction&, const PutLine&) { return problem(501, "not-built", "PutLine"); }
Answer handle(Transaction&, const AddLine&) { return problem(501, "not-built", "AddLine"); }
Answer handle(Transaction&, const RemoveLine&) { return problem(501, "not-built", "RemoveLine"); }
Answer handle(Transaction&, const ClearCart&) { return problem(501, "not-built", "ClearCart"); }
Answer handle(Transaction&, const MergeCarts&) { return problem(501, "not-built", "MergeCarts"); }
Answer handle(Transaction&, const ExpireCart&) { return problem(501, "not-built", "ExpireCart"); }

}  // namespace aisle::shop
