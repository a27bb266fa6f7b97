#include "carts_orders/workers/shipping_performer.hpp"

#include <utility>

namespace aisle::shop {
namespace {

template <class T>
Outcome only(T command) {
  return {Command(JobCommand(std::move(command)))};
}

}  // namespace

template <class Payload>
void ShippingPerformer::dispatch(const Job& job, Report report,
                                 void (ShippingPerformer::*act)(const Job&, const Payload&, Carrier&, Report)) {
  const auto payload = Payload::decode(job.payload);
  if (!payload) return report(poisoned(job, payload.error().message));
  const auto carrier = carriers_.find(payload->carrier);
  if (carrier == carriers_.end()) {
    // It may be configured again tomorrow.
    return report(failed(job, Error(ErrorCode::unavailable, "no such carrier", {}, payload->carrier)));
  }
  (this->*act)(job, *payload, *carrier->second, std::move(report));
}

void ShippingPerformer::perform(const Job& job, Report report) {
  if (job.kind == job_kind::kShippingBook) return dispatch<ShippingBook>(job, std::move(report), &ShippingPerformer::book);
  if (job.kind == job_kind::kShippingCancel) return dispatch<ShippingCancel>(job, std::move(report), &ShippingPerformer::cancel);
  if (job.kind == job_kind::kShippingTrack) return dispatch<ShippingTrack>(job, std::move(report), &ShippingPerformer::track);
  report(poisoned(job, "nobody does jobs of kind " + job.kind));
}

void ShippingPerformer::book(const Job& job, const ShippingBook& asked, Carrier& carrier, Report report) {
  const BookingRequest request{asked.order, asked.shipment, asked.address, asked.lines};
  carrier.book(request, lifeline_.guard([job, asked, report](const Result<Booking>& booking) {
    if (!booking) return report(failed(job, booking.error()));
    report(only(ShipmentBooked{job.key, asked.order, asked.shipment, asked.carrier, booking->tracking}));
  }));
}

void ShippingPerformer::cancel(const Job& job, const ShippingCancel& asked, Carrier& carrier, Report report) {
  carrier.cancel(asked.tracking, lifeline_.guard([job, report](const Status& cancelled) {
    if (!cancelled) return report(failed(job, cancelled.error()));
    report(only(FinishJob{job.key}));
  }));
}

void ShippingPerformer::track(const Job& job, const ShippingTrack& asked, Carrier& carrier, Report report) {
  carrier.track(asked.tracking, lifeline_.guard([job, asked, report](const Result<TrackingReport>& news) {
    if (!news) return report(failed(job, news.error()));
    const bool delivered = news->state == TrackingReport::State::delivered;
    report(only(ShipmentTracked{job.key, asked.order, asked.shipment, delivered, news->detail}));
  }));
}

}  // namespace aisle::shop
