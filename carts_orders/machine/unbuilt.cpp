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
Answer handle(Transaction&, const SetStock&) { return problem(501, "not-built", "SetStock"); }
Answer handle(Transaction&, const AdjustStock&) { return problem(501, "not-built", "AdjustStock"); }
Answer handle(Transaction&, const BulkStock&) { return problem(501, "not-built", "BulkStock"); }
Answer handle(Transaction&, const SetPrice&) { return problem(501, "not-built", "SetPrice"); }
Answer handle(Transaction&, const Reserve&) { return problem(501, "not-built", "Reserve"); }
Answer handle(Transaction&, const CommitReservation&) { return problem(501, "not-built", "CommitReservation"); }
Answer handle(Transaction&, const ReleaseReservation&) { return problem(501, "not-built", "ReleaseReservation"); }
Answer handle(Transaction&, const ExtendReservation&) { return problem(501, "not-built", "ExtendReservation"); }
Answer handle(Transaction&, const ExpireReservations&) { return problem(501, "not-built", "ExpireReservations"); }

}  // namespace aisle::shop
