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
Answer handle(Transaction&, const Checkout&) { return problem(501, "not-built", "Checkout"); }
Answer handle(Transaction&, const PayAgain&) { return problem(501, "not-built", "PayAgain"); }
Answer handle(Transaction&, const CancelOrder&) { return problem(501, "not-built", "CancelOrder"); }
Answer handle(Transaction&, const RefundOrder&) { return problem(501, "not-built", "RefundOrder"); }
Answer handle(Transaction&, const ReviewOrder&) { return problem(501, "not-built", "ReviewOrder"); }
Answer handle(Transaction&, const ShipOrder&) { return problem(501, "not-built", "ShipOrder"); }
Answer handle(Transaction&, const ReportShipment&) { return problem(501, "not-built", "ReportShipment"); }
Answer handle(Transaction&, const ApplyProviderEvent&) { return problem(501, "not-built", "ApplyProviderEvent"); }
Answer handle(Transaction&, const IntentCreated&) { return problem(501, "not-built", "IntentCreated"); }
Answer handle(Transaction&, const IntentRefused&) { return problem(501, "not-built", "IntentRefused"); }
Answer handle(Transaction&, const IntentVoided&) { return problem(501, "not-built", "IntentVoided"); }
Answer handle(Transaction&, const IntentPolled&) { return problem(501, "not-built", "IntentPolled"); }
Answer handle(Transaction&, const RefundAccepted&) { return problem(501, "not-built", "RefundAccepted"); }
Answer handle(Transaction&, const FinishJob&) { return problem(501, "not-built", "FinishJob"); }
Answer handle(Transaction&, const FailJob&) { return problem(501, "not-built", "FailJob"); }
Answer handle(Transaction&, const RequeueJob&) { return problem(501, "not-built", "RequeueJob"); }
Answer handle(Transaction&, const RunTimer&) { return problem(501, "not-built", "RunTimer"); }
Answer handle(Transaction&, const ShipmentBooked&) { return problem(501, "not-built", "ShipmentBooked"); }
Answer handle(Transaction&, const ShipmentTracked&) { return problem(501, "not-built", "ShipmentTracked"); }
Answer handle(Transaction&, const NotificationSent&) { return problem(501, "not-built", "NotificationSent"); }
Answer handle(Transaction&, const Tidy&) { return problem(501, "not-built", "Tidy"); }

}  // namespace aisle::shop
