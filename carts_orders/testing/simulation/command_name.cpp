#include "carts_orders/testing/simulation/command_name.hpp"

#include <array>

namespace aisle::shop::simulation {
namespace {

// In the order of the variants.
constexpr std::array<std::string_view, std::variant_size_v<CartCommand>> kCarts = {
    "CreateCart", "PutLine", "AddLine", "RemoveLine", "ClearCart", "MergeCarts", "ExpireCart"};
constexpr std::array<std::string_view, std::variant_size_v<InventoryCommand>> kInventory = {
    "SetStock",           "AdjustStock",        "BulkStock",         "SetPrice",          "Reserve",
    "CommitReservation",  "ReleaseReservation", "ExtendReservation", "ExpireReservations"};
constexpr std::array<std::string_view, std::variant_size_v<OrderCommand>> kOrders = {
    "Checkout", "PayAgain", "CancelOrder", "RefundOrder", "ReviewOrder", "ShipOrder", "ReportShipment"};
constexpr std::array<std::string_view, std::variant_size_v<PaymentCommand>> kPayments = {
    "ApplyProviderEvent", "IntentCreated", "IntentRefused", "IntentVoided", "IntentPolled", "RefundAccepted"};
constexpr std::array<std::string_view, std::variant_size_v<JobCommand>> kJobs = {
    "FinishJob", "FailJob", "RequeueJob", "RunTimer", "ShipmentBooked", "ShipmentTracked", "NotificationSent", "Tidy"};

struct Name {
  std::string_view operator()(const CartCommand& command) const { return kCarts[command.index()]; }
  std::string_view operator()(const InventoryCommand& command) const { return kInventory[command.index()]; }
  std::string_view operator()(const OrderCommand& command) const { return kOrders[command.index()]; }
  std::string_view operator()(const PaymentCommand& command) const { return kPayments[command.index()]; }
  std::string_view operator()(const JobCommand& command) const { return kJobs[command.index()]; }
};

struct OrderOf {
  template <class... Commands>
  Id operator()(const std::variant<Commands...>& area) const {
    return std::visit(*this, area);
  }
  template <class Command>
  Id operator()(const Command& command) const {
    if constexpr (requires { Id{command.order}; }) return command.order;
    if constexpr (requires { Id{command.event.order}; }) return command.event.order;
    return {};
  }
};

}  // namespace

std::string_view name_of(const Command& command) { return std::visit(Name{}, command); }
Id order_of(const Command& command) { return std::visit(OrderOf{}, command); }

}  // namespace aisle::shop::simulation
