#include "gateway/work/secret_member.hpp"

#include <gtest/gtest.h>

namespace aex::gateway {
namespace {

std::string taken(std::string text, std::string* rest = nullptr) {
  const auto secret = take_secret_member(text, "otp");
  if (rest != nullptr) *rest = text;
  return secret ? secret->reveal() : "(none)";
}

TEST(SecretMember, IsTakenOutOfTheText) {
  std::string rest;
  EXPECT_EQ(taken(R"({"a": [1, {"otp": "no"}], "otp" : "yes", "b": "otp"})", &rest), "yes");
  EXPECT_EQ(rest, R"({"a": [1, {"otp": "no"}], "otp" : "", "b": "otp"})");
}

TEST(SecretMember, IsDecoded) {
  EXPECT_EQ(taken(R"({"otp":"\u0000\u00e4\u20ac\ud83d\ude00"})"),
            std::string("\0\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 10));
  EXPECT_EQ(taken(R"({"otp":"\"\\\/\b\f\n\r\t"})"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(taken("{\"otp\":\"\xc3\xa4\"}"), "\xc3\xa4");
}

TEST(SecretMember, IsNotTakenFromElsewhere) {
  EXPECT_EQ(taken(R"({"a": "otp", "b": "\"otp\": \"x\""})"), "(none)");
  EXPECT_EQ(taken(R"(["otp", "x"])"), "(none)");
  EXPECT_EQ(taken(R"({"otp": 7})"), "(none)");
  EXPECT_EQ(taken(R"({"a": {"otp": "x"}})"), "(none)");
}

TEST(SecretMember, SurvivesEveryCut) {
  const std::string whole = R"({"a": "b\\", "otp": "\ud83d\ude00\n"})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string text = whole.substr(0, size);
    (void)take_secret_member(text, "otp");
    EXPECT_LE(text.size(), size);
  }
  for (const char* bad :
       {R"(\u12)", R"(\ud83d)", R"(\ud83dx)", R"(\ude00)", R"(\x)", R"(\ug000)"}) {
    EXPECT_EQ(taken(std::string(R"({"otp":")") + bad + "\"}"), "(none)") << bad;
  }
}

}  // namespace
}  // namespace aex::gateway
