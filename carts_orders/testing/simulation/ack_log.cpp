#include "carts_orders/testing/simulation/ack_log.hpp"

namespace aisle::shop::simulation {

bool is_transient(const Answer& answer) {
  switch (answer.status) {
    case 429:
    case 503:
    case 507: return true;
    default: return answer.status == 409 && answer.body.find("idempotency-in-flight") != std::string::npos;
  }
}

void AckLog::heard(const IdempotencyKey& key, const Answer& answer, Findings& findings) {
  const auto [known, fresh] = heard_.try_emplace({key.key, key.fingerprint}, Heard{answer.status, answer.body});
  if (fresh) return;
  const bool same = known->second.status == answer.status && known->second.body == answer.body;
  findings.expect(same, "I7 one key, two answers", key.key + ": " + known->second.body + " then " + answer.body);
}

void AckLog::check(const ShopContents& contents, Findings& findings) const {
  for (const Expectation& expectation : expectations_) {
    const int times = expectation.count(contents);
    findings.expect(times == expectation.times, "an acknowledged effect is not there exactly once",
                    expectation.what + " is there " + std::to_string(times) + " times");
  }
  for (const std::string& key : webhooks_) {
    findings.expect(contents.find<WebhookEvent>(key) != nullptr, "I6 an accepted notice was forgotten", key);
  }
}

}  // namespace aisle::shop::simulation
