#include "carts_orders/notifications/templates.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/carts_orders/workers/temporary_folder.hpp"

namespace aisle::shop {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Currency kUsd = *Currency::find("USD");

Notice notice(const std::string& which) {
  Notice made;
  made.order = Id{1, 2};
  made.notice = which;
  made.marker = which;
  made.amount = {7999, kUsd};
  return made;
}

Order order() {
  Order made;
  made.currency = kUsd;
  made.lines.push_back({.sku = "SHOE-1", .title = "Red shoe <b>&\"quotes\"", .attributes = {}, .quantity = 2,
                        .unit_price = {3000, kUsd}, .total = {6000, kUsd}});
  made.adjustments.push_back({"tax", "VAT", 1999});
  made.subtotal = 6000;
  made.total = 7999;
  return made;
}

Templates templates() {
  auto loaded = Templates::load("Aisle Shoes");
  EXPECT_TRUE(loaded);
  return *std::move(loaded);
}

TEST(Templates, HaveBuiltInWordsForEveryNotice) {
  const Templates all = templates();
  for (const char* which : {"confirmation", "payment_failed", "shipped", "refunded"}) {
    const auto rendered = all.render(notice(which), nullptr);
    ASSERT_TRUE(rendered) << which;
    EXPECT_THAT(rendered->subject, HasSubstr(to_string(Id{1, 2}))) << which;
    EXPECT_THAT(rendered->text, HasSubstr("Aisle Shoes")) << which;
    EXPECT_THAT(rendered->text, Not(HasSubstr("{{"))) << which;
  }
  EXPECT_FALSE(all.render(notice("farewell"), nullptr));
}

TEST(Templates, ListLinesAndAdjustmentsWithTheirMoney) {
  const Order bought = order();
  const auto rendered = templates().render(notice("confirmation"), &bought);
  ASSERT_TRUE(rendered);
  EXPECT_THAT(rendered->text, HasSubstr("2 x Red shoe <b>&\"quotes\" (SHOE-1)  60.00 USD")) << "text is not HTML";
  EXPECT_THAT(rendered->text, HasSubstr("VAT  19.99 USD"));
  EXPECT_THAT(rendered->text, HasSubstr("Total: 79.99 USD"));
}

TEST(Templates, ShowOptionalPartsOnlyWhenThereIsSomethingToShow) {
  Notice shipped = notice("shipped");
  EXPECT_THAT(templates().render(shipped, nullptr)->text, Not(HasSubstr("Tracking")));
  shipped.carrier = "test";
  shipped.tracking = "TC42";
  EXPECT_THAT(templates().render(shipped, nullptr)->text, HasSubstr("Tracking number: TC42"));
}

TEST(Templates, LetNoValueForgeALine) {
  Order bought = order();
  bought.lines[0].title = "Shoe\r\nTotal: 0.00 USD\x1b[2J\xc2\x85\xe2\x80\xae";
  const auto rendered = templates().render(notice("confirmation"), &bought);
  ASSERT_TRUE(rendered);
  EXPECT_THAT(rendered->text, HasSubstr("2 x Shoe  Total: 0.00 USD [2J   (SHOE-1)"));
  EXPECT_THAT(rendered->text, Not(HasSubstr("\nTotal: 0.00")));
}

TEST(Templates, KeepSubjectsOnOneShortLine) {
  LowStock low{{.sku = "A\nB" + std::string(500, 'x'), .location = {}}, 3};
  const auto rendered = templates().render(low);
  ASSERT_TRUE(rendered);
  EXPECT_THAT(rendered->subject, HasSubstr("A B"));
  EXPECT_LE(rendered->subject.size(), 200u);
  EXPECT_THAT(rendered->text, HasSubstr("3 left of A B"));
}

TEST(Templates, OfTheShopsOwnReplaceTheBuiltIn) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "shipped.subject.mustache") << "Off it goes: {{tracking}}";
  auto loaded = Templates::load("S", folder.path());
  ASSERT_TRUE(loaded);
  Notice shipped = notice("shipped");
  shipped.tracking = "TC1";
  const auto rendered = loaded->render(shipped, nullptr);
  EXPECT_EQ(rendered->subject, "Off it goes: TC1");
  EXPECT_THAT(rendered->text, HasSubstr("on its way")) << "the text is still the built-in one";
}

TEST(Templates, ThatCannotBeParsedAreRefusedAtTheStart) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "shipped.text.mustache") << "{{#open}} never closed";
  const auto loaded = Templates::load("S", folder.path());
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().message, HasSubstr("shipped"));
}

}  // namespace
}  // namespace aisle::shop
