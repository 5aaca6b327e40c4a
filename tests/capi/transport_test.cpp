#include "atlasexplorer/transport.h"

#include "host_transport.hpp"

namespace aex::testing {
namespace {

class Transport : public ::testing::Test {
 protected:
  void SetUp() override { open_client(client_, host_); }
  aex_code ask(const aex_call_options* options = nullptr) {
    return aex_client_channels(&channels_, client_, options, &error);
  }

  Host host_;
  Owned<aex_client> client_;
  Owned<aex_channels> channels_;
  Failure error;
};

TEST_F(Transport, TellsItsReasonButNoKey) {
  host_.replies["/channellist"] = {0, "", {}, AEX_E_TLS_UNTRUSTED, "the certificate has expired"};
  EXPECT_EQ(ask(), AEX_E_TLS_UNTRUSTED);
  EXPECT_EQ(said(error), "tls_untrusted: https://service.test (the certificate has expired)");
}

TEST_F(Transport, ACodeThatNobodyKnowsIsABrokenTransfer) {
  host_.replies["/channellist"].code = 12345;
  EXPECT_EQ(ask(), AEX_E_TRANSFER_BROKEN);
  EXPECT_NE(said(error).find("12345"), std::string::npos) << said(error);
}

TEST_F(Transport, AnAnswerNeedsAStatus) {
  host_.replies["/channellist"].status = 99;
  EXPECT_EQ(ask(), AEX_E_INVALID_ARGUMENT);
}

TEST_F(Transport, TheLibraryRefusesARedirectThatWouldCarryTheKeyAway) {
  host_.replies["/channellist"] = {
      302, "", {{"Location", "https://elsewhere.test/channellist"}}, AEX_OK, ""};
  EXPECT_EQ(ask(), AEX_E_REDIRECT_REFUSED);
  EXPECT_EQ(host_.asked.size(), 1u);
  EXPECT_NE(said(error).find("https://elsewhere.test"), std::string::npos) << said(error);
}

TEST_F(Transport, TheLibraryFollowsARedirectWithinTheOrigin) {
  host_.replies["/channellist"] = {302, "gone", {{"Location", "/here"}}, AEX_OK, ""};
  host_.replies["/here"] = {200, R"({"channels":[]})", {}, AEX_OK, ""};
  ASSERT_FINE(ask());
  ASSERT_EQ(host_.asked.size(), 2u);
  EXPECT_EQ(host_.asked[1], "GET https://service.test/here");
}

TEST_F(Transport, AnEndlessRedirectEnds) {
  host_.replies["/channellist"] = {302, "", {{"Location", "/channellist"}}, AEX_OK, ""};
  EXPECT_EQ(ask(), AEX_E_REDIRECT_REFUSED);
  EXPECT_EQ(host_.asked.size(), 6u);
}

TEST_F(Transport, AHeaderCannotBreakOut) {
  host_.replies["/channellist"] = {200, "{}", {{"A", std::string(300 * 1024, 'x')}}, AEX_OK, ""};
  EXPECT_EQ(ask(), AEX_E_TRANSFER_TOO_LARGE);
}

TEST_F(Transport, TheProgressHookStopsARequest) {
  int notices = 0;
  aex_call_options options = AEX_CALL_OPTIONS_INIT;
  options.progress = [](const aex_progress* progress, void* payload) -> int32_t {
    EXPECT_EQ(progress->struct_size, sizeof(aex_progress));
    EXPECT_EQ(progress->stage, AEX_STAGE_GATEWAY);
    return ++*static_cast<int*>(payload) == 2;
  };
  options.progress_payload = &notices;
  host_.replies["/channellist"] = {200, R"({"channels":[]})", {}, AEX_OK, ""};
  EXPECT_EQ(ask(&options), AEX_E_CANCELLED);
  EXPECT_EQ(notices, 2);
  EXPECT_FINE(ask());
}

TEST_F(Transport, NullIsNoRequest) {
  size_t got = 0;
  char byte = 0;
  EXPECT_STREQ(aex_http_request_url(nullptr), "");
  EXPECT_STREQ(aex_http_request_header_name(nullptr, 0), "");
  EXPECT_EQ(aex_http_request_body_bytes(nullptr), 0u);
  EXPECT_EQ(aex_http_request_read(&got, nullptr, &byte, 1, nullptr), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(aex_http_response_write(nullptr, &byte, 1, nullptr), AEX_E_INVALID_ARGUMENT);
  aex_http_response_fail(nullptr, "x");
}

}  // namespace
}  // namespace aex::testing
