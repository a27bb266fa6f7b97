#include "carts_orders/payments/test_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace aisle::shop {
namespace {

constexpr std::string_view kPrefix = "test_";
constexpr std::size_t kMaxBytes = 256;
constexpr std::size_t kMaxDigits = 9;

/// A word's name and the number behind its last underscore.
struct Word {
  std::string_view name;
  std::optional<std::int64_t> number;
};

Word split(std::string_view text) {
  const std::size_t bar = text.rfind('_');
  if (bar == text.npos) return {text, std::nullopt};
  const std::string_view digits = text.substr(bar + 1);
  const bool numeric = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
  if (!numeric || digits.size() > kMaxDigits) return {text, std::nullopt};
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return {text.substr(0, bar), number};
}

enum class Number : std::uint8_t { none, optional, required };

struct WordRule {
  std::string_view name;
  Number number;
  void (*apply)(TestScript&, std::optional<std::int64_t>);
};

std::int32_t small(std::optional<std::int64_t> number, std::int32_t otherwise) {
  return static_cast<std::int32_t>(std::min<std::int64_t>(number.value_or(otherwise), 100));
}

void fail_with(TestScript& script, const char* code) {
  script.outcome = TestScript::Outcome::fail;
  script.failure = code;
}

using Value = std::optional<std::int64_t>;
constexpr auto kRules = std::to_array<WordRule>({
    {"ok", Number::none, [](TestScript& s, Value) { s.outcome = TestScript::Outcome::succeed; }},
    {"decline", Number::none, [](TestScript& s, Value) { fail_with(s, "card_declined"); }},
    {"insufficient_funds", Number::none, [](TestScript& s, Value) { fail_with(s, "insufficient_funds"); }},
    {"expired_card", Number::none, [](TestScript& s, Value) { fail_with(s, "expired_card"); }},
    {"open", Number::none, [](TestScript& s, Value) { s.outcome = TestScript::Outcome::none; }},
    {"slow", Number::required, [](TestScript& s, Value n) { s.delay = *n; }},
    {"late", Number::required, [](TestScript& s, Value n) { s.delay = *n, s.unstoppable = true; }},
    {"duplicate", Number::optional, [](TestScript& s, Value n) { s.copies = std::max(small(n, 2), 1); }},
    {"reorder", Number::none, [](TestScript& s, Value) { s.reorder = true; }},
    {"lost_webhook", Number::none, [](TestScript& s, Value) { s.lost_webhook = true; }},
    {"webhook_delay", Number::required, [](TestScript& s, Value n) { s.webhook_delay = *n; }},
    {"forged_webhook", Number::none, [](TestScript& s, Value) { s.forged_webhook = true; }},
    {"wrong_amount", Number::optional, [](TestScript& s, Value n) { s.amount_missing = n.value_or(1); }},
    {"error", Number::optional, [](TestScript& s, Value n) { s.create_errors = small(n, 2); }},
    {"hang", Number::none, [](TestScript& s, Value) { s.hang = true; }},
    {"refund_fail", Number::optional, [](TestScript& s, Value n) { s.refund_failures = small(n, 1); }},
    {"refund_slow", Number::required, [](TestScript& s, Value n) { s.refund_delay = *n; }},
});

bool apply(TestScript& script, std::string_view text) {
  const Word word = split(text);
  const auto rule = std::ranges::find(kRules, word.name, &WordRule::name);
  if (rule == kRules.end()) return false;
  if (rule->number == Number::none && word.number) return false;
  if (rule->number == Number::required && !word.number) return false;
  rule->apply(script, word.number);
  return true;
}

std::string outcome_word(const TestScript& script) {
  switch (script.outcome) {
    case TestScript::Outcome::succeed: return "ok";
    case TestScript::Outcome::none: return "open";
    case TestScript::Outcome::fail: break;
  }
  return script.failure == "card_declined" ? "decline" : script.failure;
}

}  // namespace

std::optional<TestScript> parse_test_script(std::string_view method) {
  if (!method.starts_with(kPrefix) || method.size() > kMaxBytes) return std::nullopt;
  method.remove_prefix(kPrefix.size());
  TestScript script;
  for (;;) {
    const std::size_t plus = method.find('+');
    if (!apply(script, method.substr(0, plus))) return std::nullopt;
    if (plus == method.npos) return script;
    method.remove_prefix(plus + 1);
  }
}

std::string to_string(const TestScript& script) {
  std::string text = std::string(kPrefix) + outcome_word(script);
  const auto add = [&](bool wanted, const auto&... parts) {
    if (!wanted) return;
    text += '+';
    (fmt::format_to(std::back_inserter(text), "{}", parts), ...);
  };
  add(script.delay.has_value(), script.unstoppable ? "late_" : "slow_", script.delay.value_or(0));
  add(script.copies != 1, "duplicate_", script.copies);
  add(script.reorder, "reorder");
  add(script.lost_webhook, "lost_webhook");
  add(script.webhook_delay != 0, "webhook_delay_", script.webhook_delay);
  add(script.forged_webhook, "forged_webhook");
  add(script.amount_missing != 0, "wrong_amount_", script.amount_missing);
  add(script.create_errors != 0, "error_", script.create_errors);
  add(script.hang, "hang");
  add(script.refund_failures != 0, "refund_fail_", script.refund_failures);
  add(script.refund_delay.has_value(), "refund_slow_", script.refund_delay.value_or(0));
  return text;
}

}  // namespace aisle::shop
