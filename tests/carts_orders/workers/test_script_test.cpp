#include "carts_orders/payments/test_script.hpp"

#include <gtest/gtest.h>

namespace aisle::shop {
namespace {

TEST(TestScript, ReadsEveryDocumentedWord) {
  for (const char* method :
       {"test_ok", "test_decline", "test_insufficient_funds", "test_expired_card", "test_open", "test_slow_500",
        "test_late_60000", "test_duplicate", "test_duplicate_5", "test_reorder", "test_lost_webhook",
        "test_webhook_delay_100", "test_forged_webhook", "test_wrong_amount", "test_wrong_amount_7", "test_error",
        "test_error_3", "test_hang", "test_refund_fail", "test_refund_fail_2", "test_refund_slow_10"}) {
    EXPECT_TRUE(parse_test_script(method)) << method;
  }
}

TEST(TestScript, RefusesWhatItDoesNotKnow) {
  for (const char* method : {"", "ok", "test_", "test_fly", "test_ok_3", "test_slow", "test_slow_", "test_slow_x",
                             "test_slow_1234567890", "test_ok+", "test_+ok", "pm_card_visa"}) {
    EXPECT_FALSE(parse_test_script(method)) << method;
  }
  EXPECT_FALSE(parse_test_script("test_" + std::string(300, 'o')));
}

TEST(TestScript, CombinesWords) {
  const auto script = parse_test_script("test_decline+slow_500+duplicate_3");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->outcome, TestScript::Outcome::fail);
  EXPECT_EQ(script->failure, "card_declined");
  EXPECT_EQ(script->delay, 500);
  EXPECT_EQ(script->copies, 3);
}

TEST(TestScript, WritesItselfSoThatItReadsBackTheSame) {
  for (const char* method :
       {"test_ok", "test_open", "test_decline+slow_0", "test_insufficient_funds+late_9",
        "test_expired_card+duplicate_3+reorder+lost_webhook+webhook_delay_4+forged_webhook",
        "test_ok+wrong_amount_12+error_4+hang+refund_fail_2+refund_slow_0"}) {
    const auto script = parse_test_script(method);
    ASSERT_TRUE(script) << method;
    EXPECT_EQ(to_string(*parse_test_script(to_string(*script))), to_string(*script)) << method;
  }
}

}  // namespace
}  // namespace aisle::shop
