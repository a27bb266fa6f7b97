#pragma once
// The handler of every command, one declaration each; the definitions are in the folder that defines the command.

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const CreateCart& command);
Answer handle(Transaction& tx, const PutLine& command);
Answer handle(Transaction& tx, const AddLine& command);
Answer handle(Transaction& tx, const RemoveLine& command);
Answer handle(Transaction& tx, const ClearCart& command);
Answer handle(Transaction& tx, const MergeCarts& command);
Answer handle(Transaction& tx, const ExpireCart& command);

Answer handle(Transaction& tx, const SetStock& command);
Answer handle(Transaction& tx, const AdjustStock& command);
Answer handle(Transaction& tx, const BulkStock& command);
Answer handle(Transaction& tx, const SetPrice& command);
Answer handle(Transaction& tx, const Reserve& command);
Answer handle(Transaction& tx, const CommitReservation& command);
Answer handle(Transaction& tx, const ReleaseReservation& command);
Answer handle(Transaction& tx, const ExtendReservation& command);
Answer handle(Transaction& tx, const ExpireReservations& command);

Answer handle(Transaction& tx, const Checkout& command);
Answer handle(Transaction& tx, const PayAgain& command);
Answer handle(Transaction& tx, const CancelOrder& command);
Answer handle(Transaction& tx, const RefundOrder& command);
Answer handle(Transaction& tx, const ReviewOrder& command);
Answer handle(Transaction& tx, const ShipOrder& command);
Answer handle(Transaction& tx, const ReportShipment& command);

Answer handle(Transaction& tx, const ApplyProviderEvent& command);
Answer handle(Transaction& tx, const IntentCreated& command);
Answer handle(Transaction& tx, const IntentRefused& command);
Answer handle(Transaction& tx, const IntentVoided& command);
Answer handle(Transaction& tx, const IntentPolled& command);
Answer handle(Transaction& tx, const RefundAccepted& command);

Answer handle(Transaction& tx, const FinishJob& command);
Answer handle(Transaction& tx, const FailJob& command);
Answer handle(Transaction& tx, const RequeueJob& command);
Answer handle(Transaction& tx, const RunTimer& command);
Answer handle(Transaction& tx, const ShipmentBooked& command);
Answer handle(Transaction& tx, const ShipmentTracked& command);
Answer handle(Transaction& tx, const NotificationSent& command);
Answer handle(Transaction& tx, const Tidy& command);

}  // namespace aisle::shop
