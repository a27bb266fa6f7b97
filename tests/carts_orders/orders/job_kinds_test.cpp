#include "carts_orders/jobs/job_kinds.hpp"

#include <gtest/gtest.h>

#include "carts_orders/jobs/backoff.hpp"

namespace aisle::shop {
namespace {

const Id kOrder{1, 2};
const Id kOther{3, 4};
const Money kPrice{1999, *Currency::find("USD")};

TEST(JobPayloads, ReadBackAsTheyWereWritten) {
  const PaymentRefund refund{.order = kOrder, .refund = kOther, .attempt = 2, .provider = "test", .intent = "pi \"x\"",
                             .amount = kPrice, .reason = "damaged", .provider_refund = "re_1"};
  const auto read = PaymentRefund::decode(refund.encode());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->encode(), refund.encode());
  EXPECT_EQ(read->intent, refund.intent);
  EXPECT_EQ(read->amount, kPrice);
  EXPECT_EQ(read->idempotency_key(), to_string(kOrder) + ":refund:" + to_string(kOther));

  const ShippingBook book{.order = kOrder, .shipment = kOther, .carrier = "bike", .address = R"({"city":"Bern"})",
                          .lines = {{"shoe", 2}, {"sock", 1}}};
  const auto booked = ShippingBook::decode(book.encode());
  ASSERT_TRUE(booked);
  EXPECT_EQ(booked->encode(), book.encode());
  EXPECT_EQ(booked->lines[1].sku, "sock");

  const Notice notice{.order = kOrder, .notice = "shipped", .marker = "shipped:1", .email = "a@b.c", .amount = kPrice,
                      .carrier = "bike", .tracking = "7", .reason = ""};
  EXPECT_EQ(Notice::decode(notice.encode())->encode(), notice.encode());
  EXPECT_EQ(notice.kind(), job_kind::kNotifyShipped);

  const PaymentCreate create{.order = kOrder, .attempt = 1, .provider = "test", .method = "m", .email = "", .amount = kPrice};
  EXPECT_EQ(PaymentCreate::decode(create.encode())->encode(), create.encode());
  const WebhookDeliver deliver{.id = "1:2", .event = "order.paid", .data = "{}"};
  EXPECT_EQ(WebhookDeliver::decode(deliver.encode())->encode(), deliver.encode());
  const LowStock low{.stock = {"shoe", "main"}, .available = 2};
  EXPECT_EQ(LowStock::decode(low.encode())->encode(), low.encode());
}

TEST(JobPayloads, AreRefusedWhenTheyAreDamaged) {
  for (const char* damaged : {"", "[]", "{}", R"({"order":"x"})", R"({"order":1})"}) {
    const auto read = PaymentVoid::decode(damaged);
    ASSERT_FALSE(read) << damaged;
    EXPECT_EQ(read.error().code, ErrorCode::data_corrupt);
  }
}

TEST(Backoff, DoublesUpToItsLimitWithinAQuarter) {
  const JobKind* kind = find_job_kind(job_kind::kPaymentCreate);
  ASSERT_NE(kind, nullptr);
  for (std::int64_t job = 1; job < 200; ++job) {
    EpochMillis plain = kSecond;
    for (std::int32_t attempt = 1; attempt < 40; ++attempt) {
      const EpochMillis wait = backoff(*kind, job, attempt);
      EXPECT_GE(wait, plain * 3 / 4);
      EXPECT_LE(wait, plain * 5 / 4);
      EXPECT_EQ(wait, backoff(*kind, job, attempt));
      plain = std::min(plain * 2, kMinute);
    }
  }
  EXPECT_NE(backoff(*kind, 1, 5), backoff(*kind, 2, 5));
}

TEST(JobKinds, AreFoundByName) {
  EXPECT_EQ(find_job_kind("no.such"), nullptr);
  EXPECT_EQ(find_job_kind("payment.void")->queue, "payment");
  EXPECT_EQ(tries_of(*find_job_kind("payment.void"), {}), 0);
  EXPECT_EQ(tries_of(*find_job_kind("payment.create"), {}), 5);
}

}  // namespace
}  // namespace aisle::shop
