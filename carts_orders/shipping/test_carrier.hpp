#pragma once
// The built-in carrier: parcels move by the clock, with seeded trouble, and a journal that survives a crash.

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "carts_orders/id.hpp"
#include "carts_orders/shipping/carrier.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/journal.hpp"
#include "carts_orders/workers/lifeline.hpp"

namespace aisle::shop {

/// What goes wrong: chances from 0 to 1.
struct CarrierChaos {
  double api_error = 0;    ///< a call fails without effect
  double lost_answer = 0;  ///< a call takes effect and fails
  double refuse = 0;       ///< a booking is refused for good: an address that cannot be reached
  EpochMillis longest_answer = 0;
  EpochMillis longest_delay = 0;  ///< added to a parcel's way
};

struct TestCarrierSettings {
  std::string name = "test";
  EpochMillis in_transit_after = 2'000;   ///< from the booking
  EpochMillis delivered_after = 10'000;   ///< likewise
  std::uint64_t seed = 1;
  CarrierChaos chaos;
};

/// Lives on one executor, which like the journal must outlive it. An address whose "country" is "XX" is refused for good.
class TestCarrier final : public Carrier {
 public:
  TestCarrier(TestCarrierSettings settings, Executor& executor, Journal& journal);
  /// Reads the journal. Once, first.
  Status open();

  std::string_view name() const override { return settings_.name; }
  void book(const BookingRequest& request, std::function<void(Result<Booking>)> done) override;
  void cancel(const std::string& tracking, std::function<void(Status)> done) override;
  void track(const std::string& tracking, std::function<void(Result<TrackingReport>)> done) override;

  void set_chaos(const CarrierChaos& chaos) { settings_.chaos = chaos; }
  /// Parcels taken for an order, cancelled ones not counted: what reconciliation compares.
  std::size_t parcels_of(const Id& order) const;
  std::size_t parcels() const { return parcels_.size(); }

 private:
  struct Parcel {
    Id order;
    Id shipment;
    EpochMillis booked_at = 0;
    EpochMillis delay = 0;
    EpochMillis cancelled_at = 0;  ///< 0: not
  };
  enum class Fate : std::uint8_t { fine, fail_before, lose_answer };

  Status apply(std::string_view line);
  Fate fate_of_call();
  EpochMillis draw_delay(const std::string& tracking) const;
  TrackingReport report(const Parcel& parcel) const;
  template <class T>
  void answer(Fate fate, std::function<void(T)> done, T result);
  template <class T>
  void record_and_answer(std::string line, Fate fate, std::function<void(T)> done, T result);

  TestCarrierSettings settings_;
  Executor& executor_;
  Journal& journal_;
  SeededEntropy chance_;
  std::unordered_map<std::string, Parcel> parcels_;  ///< by tracking number
  Lifeline lifeline_;
};

}  // namespace aisle::shop
