// A provider's JSON: whatever comes, reading ends with a value that keeps its promises or an error of the right kind.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "carts_orders/payments/stripe_money.hpp"
#include "carts_orders/payments/stripe_objects.hpp"

using namespace aisle::shop;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_amount(std::int64_t amount) { return amount >= -kMaxAmount && amount <= kMaxAmount; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto event = read_stripe_event(body, "stripe");
  if (event) {
    require(!event->id.empty() && event->id.size() <= 255);
    require(event->id.find_first_of(" :\n") == event->id.npos);
    require(is_amount(event->amount));
    require(event->currency.empty() || Currency::find(event->currency).has_value());
  } else {
    require(event.error().kind == "bad_event");
  }
  if (const auto intent = read_stripe_intent(body)) {
    require(!intent->id.empty() && is_amount(intent->received));
    require(Currency::find(intent->currency).has_value());
  }
  if (const auto refund = read_stripe_refund(body)) require(!refund->id.empty() && is_amount(refund->amount));
  for (const int status : {400, 402, 500}) (void)read_stripe_error(status, body);
  (void)read_stripe_error_intent(body);
  return 0;
}
