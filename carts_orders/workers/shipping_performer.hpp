#pragma once
// Queue "shipping": hands parcels to carriers, calls them off, and asks where they are.

#include <map>
#include <string>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/shipping/carrier.hpp"
#include "carts_orders/workers/lifeline.hpp"
#include "carts_orders/workers/performer.hpp"

namespace aisle::shop {

/// Lives on one executor. The carriers, by the names that orders record, must outlive it.
class ShippingPerformer final : public Performer {
 public:
  explicit ShippingPerformer(std::map<std::string, Carrier*> carriers) : carriers_(std::move(carriers)) {}
  void perform(const Job& job, Report report) override;

 private:
  void book(const Job& job, const ShippingBook& asked, Carrier& carrier, Report report);
  void cancel(const Job& job, const ShippingCancel& asked, Carrier& carrier, Report report);
  void track(const Job& job, const ShippingTrack& asked, Carrier& carrier, Report report);
  template <class Payload>
  void dispatch(const Job& job, Report report, void (ShippingPerformer::*act)(const Job&, const Payload&, Carrier&, Report));

  const std::map<std::string, Carrier*> carriers_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
