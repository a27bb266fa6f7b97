#include "carts_orders/shipping/test_carrier.hpp"

#include <algorithm>
#include <cassert>

#include "base/hash.hpp"
#include "base/json/json_writer.hpp"
#include "carts_orders/workers/json_fields.hpp"

namespace aisle::shop {
namespace {

/// "TC" and 20 digits from the shipment's id: the same shipment always gets the same number.
std::string tracking_number(const Id& shipment) {
  std::string digits = std::to_string(mix64(shipment.high ^ mix64(shipment.low)));
  return "TC" + std::string(20 - std::min<std::size_t>(digits.size(), 20), '0') + digits;
}

Error unknown(const std::string& tracking) { return {ErrorCode::not_found, "no such parcel", {}, tracking}; }

bool is_unreachable(const std::string& address) {
  const auto document = JsonDocument::parse(address, kMessageLimits);
  return document && document->root().is_object() && text_of(document->root(), "country") == "XX";
}

std::string booked_line(const std::string& tracking, const BookingRequest& request, EpochMillis at, EpochMillis delay) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().field("op", "booked").field("tracking", tracking).field("order", to_string(request.order));
  json.field("shipment", to_string(request.shipment)).field("at", at).field("delay", delay).end_object();
  return line;
}

std::string cancelled_line(const std::string& tracking, EpochMillis at) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().field("op", "cancelled").field("tracking", tracking).field("at", at).end_object();
  return line;
}

}  // namespace

TestCarrier::TestCarrier(TestCarrierSettings settings, Executor& executor, Journal& journal)
    : settings_(std::move(settings)), executor_(executor), journal_(journal), chance_(settings_.seed) {}

Status TestCarrier::open() {
  const auto lines = journal_.read();
  if (!lines) return Error(lines.error());
  for (const std::string& line : *lines) {
    if (auto applied = apply(line); !applied) return applied;
  }
  return {};
}

Status TestCarrier::apply(std::string_view text) {
  const auto document = JsonDocument::parse(text, kMessageLimits);
  if (!document) return Error(document.error());
  const JsonValue line = document->root();
  const std::string op = text_of(line, "op");
  const std::string tracking = text_of(line, "tracking");
  if (op == "booked") {
    parcels_[tracking] = {id_of(line, "order"), id_of(line, "shipment"), integer_of(line, "at"), integer_of(line, "delay"), 0};
  } else if (const auto parcel = parcels_.find(tracking); op == "cancelled" && parcel != parcels_.end()) {
    parcel->second.cancelled_at = integer_of(line, "at");
  } else {
    return Error(ErrorCode::data_corrupt, "a line of the carrier's journal says nothing known");
  }
  return {};
}

TestCarrier::Fate TestCarrier::fate_of_call() {
  const CarrierChaos& chaos = settings_.chaos;
  if (chaos.api_error + chaos.lost_answer == 0) return Fate::fine;
  const double drawn = static_cast<double>(chance_.next() >> 11) * 0x1p-53;
  if (drawn < chaos.api_error) return Fate::fail_before;
  return drawn < chaos.api_error + chaos.lost_answer ? Fate::lose_answer : Fate::fine;
}

EpochMillis TestCarrier::draw_delay(const std::string& tracking) const {
  std::uint64_t hash = mix64(settings_.seed);
  for (const char c : tracking) hash = mix64(hash ^ static_cast<unsigned char>(c));
  return static_cast<EpochMillis>(hash % static_cast<std::uint64_t>(settings_.chaos.longest_delay + 1));
}

template <class T>
void TestCarrier::answer(Fate fate, std::function<void(T)> done, T result) {
  EpochMillis wait = 0;
  if (settings_.chaos.longest_answer > 0) {
    wait = static_cast<EpochMillis>(chance_.next() % static_cast<std::uint64_t>(settings_.chaos.longest_answer + 1));
  }
  if (fate != Fate::fine) result = Error(ErrorCode::unavailable, "the carrier failed: 503");
  executor_.post_after(wait, [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

template <class T>
void TestCarrier::record_and_answer(std::string line, Fate fate, std::function<void(T)> done, T result) {
  if (!line.empty()) {
    [[maybe_unused]] const Status applied = apply(line);
    assert(applied.ok() && "the carrier wrote a line that it cannot read");
  }
  auto then = [this, fate, done = std::move(done), result = std::move(result)](const Status& durable) {
    answer<T>(fate, done, durable ? result : T(Error(durable.error())));
  };
  journal_.append(std::move(line), lifeline_.guard(std::move(then)));
}

void TestCarrier::book(const BookingRequest& request, std::function<void(Result<Booking>)> done) {
  const Fate fate = fate_of_call();
  if (fate == Fate::fail_before) return answer<Result<Booking>>(fate, std::move(done), Booking());
  const std::string tracking = tracking_number(request.shipment);
  const bool known = parcels_.contains(tracking);
  const bool refused = !known && (is_unreachable(request.address) ||
                                  static_cast<double>(mix64(settings_.seed ^ request.shipment.low) >> 11) * 0x1p-53 <
                                      settings_.chaos.refuse);
  if (refused) {
    const Error error(ErrorCode::invalid_argument, "the address cannot be reached", {}, "address_unreachable");
    return answer<Result<Booking>>(fate, std::move(done), error);
  }
  std::string line = known ? std::string() : booked_line(tracking, request, executor_.now(), draw_delay(tracking));
  record_and_answer<Result<Booking>>(std::move(line), fate, std::move(done), Booking{tracking});
}

void TestCarrier::cancel(const std::string& tracking, std::function<void(Status)> done) {
  const Fate fate = fate_of_call();
  const auto found = parcels_.find(tracking);
  if (fate == Fate::fail_before) return answer<Status>(fate, std::move(done), Status());
  if (found == parcels_.end()) return answer<Status>(fate, std::move(done), unknown(tracking));
  const bool cancelled = found->second.cancelled_at != 0;
  if (!cancelled && report(found->second).state != TrackingReport::State::booked) {
    return answer<Status>(fate, std::move(done), Error(ErrorCode::failed_precondition, "the parcel is on its way"));
  }
  std::string line = cancelled ? std::string() : cancelled_line(tracking, executor_.now());
  record_and_answer<Status>(std::move(line), fate, std::move(done), Status());
}

void TestCarrier::track(const std::string& tracking, std::function<void(Result<TrackingReport>)> done) {
  const Fate fate = fate_of_call();
  const auto found = parcels_.find(tracking);
  if (found == parcels_.end()) return answer<Result<TrackingReport>>(fate, std::move(done), unknown(tracking));
  answer<Result<TrackingReport>>(fate, std::move(done), report(found->second));
}

TrackingReport TestCarrier::report(const Parcel& parcel) const {
  using State = TrackingReport::State;
  if (parcel.cancelled_at != 0) return {State::cancelled, "The sender cancelled it.", parcel.cancelled_at};
  const EpochMillis leaves = parcel.booked_at + settings_.in_transit_after;
  const EpochMillis arrives = parcel.booked_at + settings_.delivered_after + parcel.delay;
  if (executor_.now() >= arrives) return {State::delivered, "Left at the door.", arrives};
  if (executor_.now() >= leaves) return {State::in_transit, "On its way.", leaves};
  return {State::booked, "Waiting to be picked up.", parcel.booked_at};
}

std::size_t TestCarrier::parcels_of(const Id& order) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      parcels_, [&](const auto& entry) { return entry.second.order == order && entry.second.cancelled_at == 0; }));
}

}  // namespace aisle::shop
