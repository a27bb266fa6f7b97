#pragma once
// START HERE for shipping: what Aisle asks of whoever carries parcels. Every call may be made again and then has no second
// effect: the shipment's id is the idempotency key.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/records/order.hpp"

namespace aisle::shop {

struct BookingRequest {
  Id order;
  Id shipment;
  std::string address;  ///< a JSON object as the shop sent it, or empty
  std::vector<ShippedLine> lines;
};

struct Booking {
  std::string tracking;  ///< the carrier's number for the parcel
};

struct TrackingReport {
  enum class State : std::uint8_t { booked, in_transit, delivered, cancelled };
  State state = State::booked;
  std::string detail;      ///< the carrier's words
  EpochMillis since = 0;   ///< when this state began
};

/// Asynchronous; lives on one executor. Completions are called exactly once, never from within the call.
/// Errors as payments': `is_transient` (payments/provider.hpp) says which may work later.
class Carrier {
 public:
  virtual ~Carrier() = default;
  virtual std::string_view name() const = 0;
  /// The same shipment again gives the same booking.
  virtual void book(const BookingRequest& request, std::function<void(Result<Booking>)> done) = 0;
  /// The parcel will not be handed over. Cancelling twice is success; a parcel that is on its way is failed_precondition.
  virtual void cancel(const std::string& tracking, std::function<void(Status)> done) = 0;
  virtual void track(const std::string& tracking, std::function<void(Result<TrackingReport>)> done) = 0;
};

}  // namespace aisle::shop
