#include "carts_orders/notifications/mail_format.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace aisle::shop {
namespace {

Message message() {
  Message made;
  made.id = "order-1:notify:confirmation";
  made.to = "shopper@example.com";
  made.subject = "Your order";
  made.text = "Hello.\n";
  made.at = 1'700'000'000'000;
  return made;
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\r\n", at), text.size());
    longest = std::max(longest, end - at);
    at = end + 2;
  }
  return longest;
}

TEST(MailAddress, IsOneAddressAndNothingElse) {
  for (const char* good : {"a@b", "first.last+tag@sub.example.com", "o'neil@x-y.org", "user_1@example.co"}) {
    EXPECT_TRUE(is_mail_address(good)) << good;
  }
  for (const char* bad : {"", "a", "@b", "a@", "a b@c", "a@b c", "a@b\r\nBcc: x@y", "a@b\nX: y", "a,b@c", "<a@b>",
                          "a@b@c", "\"a\"@b", ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@[127.0.0.1]", "ä@b", "a@b>"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
  EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@b"));
  EXPECT_FALSE(is_mail_address("a@" + std::string(260, 'b')));
}

TEST(MailFormat, WritesAWholeMail) {
  EXPECT_EQ(format_mail(message(), "shop@aisle.example"),
            "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
            "From: shop@aisle.example\r\n"
            "To: shopper@example.com\r\n"
            "Message-ID: <a50ebe63c19160951cc84b06fdae7ee7@aisle.example>\r\n"
            "Subject: Your order\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "\r\n"
            "Hello.\r\n");
}

TEST(MailFormat, LetsNothingEscapeFromSubjectOrText) {
  Message hostile = message();
  hostile.subject = "Hi\r\nBcc: victim@example.com\r\n\r\nspam";
  hostile.text = "dot line:\n.\nFrom here\n\r\n.\r\nRCPT TO:<x@y>\n";
  const std::string mail = format_mail(hostile, "shop@aisle.example");
  EXPECT_EQ(mail.find("\r\nBcc:"), mail.npos);
  EXPECT_EQ(std::ranges::count(mail, '\n'), std::ranges::count(mail, '\r'));
  const std::string head = mail.substr(0, mail.find("\r\n\r\n"));
  EXPECT_EQ(head.find("spam"), head.npos);
  EXPECT_NE(mail.find("=0D\r\n"), mail.npos) << "a carriage return of the text is a byte, not a line end";
}

TEST(MailFormat, KeepsLinesShortAndAscii) {
  Message long_one = message();
  long_one.subject = std::string(50, 'x') + " \xe2\x82\xac\xe2\x82\xac " + std::string(100, 'y') + " \xf0\x9f\x98\x80";
  long_one.text = std::string(500, 'z') + "\xc3\xa4" + std::string(300, ' ') + "\n";
  const std::string mail = format_mail(long_one, "shop@aisle.example");
  EXPECT_LE(longest_line(mail), 78u);
  EXPECT_TRUE(std::ranges::all_of(mail, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST(QuotedPrintable, EscapesWhatIsNotPlainAndBlanksAtLineEnds) {
  EXPECT_EQ(quoted_printable("a=b\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable("end \n"), "end=20\r\n");
  EXPECT_EQ(quoted_printable("\xc3\xa9"), "=C3=A9\r\n");
  EXPECT_EQ(quoted_printable("\n\n"), "\r\n\r\n");
  EXPECT_EQ(quoted_printable(std::string(76, 'a')), std::string(75, 'a') + "=\r\na\r\n");
}

TEST(EncodedHeader, CutsNoCharacterInTwo) {
  EXPECT_EQ(encoded_header("plain"), "plain");
  EXPECT_EQ(encoded_header("\xc3\xa9t\xc3\xa9"), "=?utf-8?B?w6l0w6k=?=");
  std::string euros;
  for (int i = 0; i < 30; ++i) euros += "\xe2\x82\xac";
  // 42 bytes a word are 14 euros.
  const std::string header = encoded_header(euros);
  EXPECT_EQ(std::ranges::count(header, '\n'), 2);
  EXPECT_NE(encoded_header("=?utf-8?B?x?="), "=?utf-8?B?x?=") << "what looks encoded is encoded again";
}

}  // namespace
}  // namespace aisle::shop
