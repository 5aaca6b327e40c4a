#include "atlasexplorer/service.h"

#include "host_transport.hpp"
#include "support/folder.hpp"

namespace aex::testing {
namespace {

constexpr char kChannels[] =
    R"({"channels":[{"name":"development","regions":"[\"us-west-2\",\"eu-1\"]"}]})";
constexpr char kCapabilities[] =
    R"json([{"version":"latest","packageFormats":["v1","v2"],"shinro":{"arches":[
        {"name":"I8500_(1_thread)","xlen":64,"num_threads":1,"num_cores":1},
        {"name":"I8500_(2_threads)","xlen":64,"num_threads":2,"num_cores":1}]}},
        {"version":"ST-1"}])json";

class Service : public ::testing::Test {
 protected:
  void SetUp() override {
    host_.replies["/user"] = {200, "{}", {}, AEX_OK, ""};
    host_.replies["/channellist"] = {200, kChannels, {}, AEX_OK, ""};
    host_.replies["/gwbychannelregion"] = {
        200, R"({"endpoint":"https://gateway.test/"})", {}, AEX_OK, ""};
    host_.replies["/dataworkerstatus"] = {200, R"({"status":true})", {}, AEX_OK, ""};
    host_.replies["/cloudcaps"] = {200, kCapabilities, {}, AEX_OK, ""};
    open_client(client_, host_);
  }

  Host host_;
  Owned<aex_client> client_;
  Failure error;
};

TEST_F(Service, JudgesTheKey) {
  int32_t valid = 7;
  ASSERT_FINE(aex_client_check_key(&valid, client_, nullptr, &error));
  EXPECT_EQ(valid, 1);
  EXPECT_NE(host_.sent.find("apikey=secret-key\n"), std::string::npos) << host_.sent;
  host_.replies["/user"].status = 403;
  ASSERT_FINE(aex_client_check_key(&valid, client_, nullptr, &error));
  EXPECT_EQ(valid, 0);
}

TEST_F(Service, ListsChannelsWithTheirRegions) {
  Owned<aex_channels> channels;
  ASSERT_FINE(aex_client_channels(&channels, client_, nullptr, &error));
  ASSERT_EQ(aex_channels_count(channels), 1u);
  EXPECT_STREQ(aex_channels_name(channels, 0), "development");
  ASSERT_EQ(aex_channels_region_count(channels, 0), 2u);
  EXPECT_STREQ(aex_channels_region(channels, 0, 1), "eu-1");
  EXPECT_STREQ(aex_channels_region(channels, 0, 2), "");
  EXPECT_STREQ(aex_channels_name(channels, 1), "");
  EXPECT_EQ(aex_channels_region_count(channels, 1), 0u);
}

TEST_F(Service, AsksAGatewayStepByStep) {
  Owned<aex_gateway> gateway;
  Owned<aex_capabilities> capabilities;
  ASSERT_FINE(aex_client_gateway(&gateway, client_, nullptr, &error));
  EXPECT_STREQ(aex_gateway_url(gateway), "https://gateway.test");
  ASSERT_FINE(aex_gateway_check_worker(gateway, nullptr, &error));
  ASSERT_FINE(aex_gateway_capabilities(&capabilities, gateway, nullptr, &error));
  ASSERT_EQ(aex_capabilities_count(capabilities), 2u);
  EXPECT_STREQ(aex_capabilities_version(capabilities, 0), "latest");
  EXPECT_STREQ(aex_capabilities_version(capabilities, 1), "ST-1");
  ASSERT_EQ(aex_capabilities_core_count(capabilities, 0), 2u);
  EXPECT_STREQ(aex_core_name(aex_capabilities_core(capabilities, 0, 1)), "I8500_(2_threads)");
  EXPECT_EQ(aex_capabilities_core(capabilities, 0, 2), nullptr);
  ASSERT_EQ(aex_capabilities_format_count(capabilities, 0), 2u);
  EXPECT_STREQ(aex_capabilities_format(capabilities, 0, 1), "v2");
  EXPECT_STREQ(aex_capabilities_format(capabilities, 2, 0), "");

  host_.replies["/dataworkerstatus"].body = R"({"status":false})";
  EXPECT_EQ(aex_gateway_check_worker(gateway, nullptr, &error), AEX_E_SERVICE_DOWN);
}

TEST_F(Service, AGatewayOutlivesItsClient) {
  Owned<aex_gateway> gateway;
  ASSERT_FINE(aex_client_gateway(&gateway, client_, nullptr, &error));
  client_.reset();
  EXPECT_FINE(aex_gateway_check_worker(gateway, nullptr, &error));
}

TEST_F(Service, GivesAnswersAsTheyCome) {
  Owned<aex_gateway> gateway;
  Owned<aex_answer> answer;
  ASSERT_FINE(aex_gateway_at(&gateway, client_, "https://gateway.test/", &error));
  EXPECT_STREQ(aex_gateway_url(gateway), "https://gateway.test");
  ASSERT_FINE(aex_gateway_ask_worker(&answer, gateway, nullptr, &error));
  EXPECT_EQ(aex_answer_http_status(answer), 200);
  EXPECT_STREQ(aex_answer_text(answer), R"({"status":true})");
  host_.replies["/cloudcaps"] = {503, "busy", {}, AEX_OK, ""};
  ASSERT_FINE(aex_gateway_ask_capabilities(&answer, gateway, nullptr, &error));
  EXPECT_EQ(aex_answer_http_status(answer), 503);
  EXPECT_STREQ(aex_answer_text(answer), "busy");
  host_.replies["/createsignedurls"] = {200, "{}", {}, AEX_OK, ""};
  ASSERT_FINE(
      aex_gateway_ask_signed_urls(&answer, gateway, "uuid", "name", "core", nullptr, &error));
  EXPECT_NE(host_.sent.find("exp-uuid=uuid\n"), std::string::npos) << host_.sent;
  EXPECT_NE(host_.sent.find("workload=name\n"), std::string::npos) << host_.sent;
  EXPECT_EQ(aex_gateway_at(&gateway, client_, "http://gateway.test", &error),
            AEX_E_CONFIG_INSECURE_URL);
}

TEST_F(Service, WhatWasAskedIsNotAskedAgain) {
  Owned<aex_gateway> gateway;
  Owned<aex_answer> answer;
  Owned<aex_cores> cores;
  ASSERT_FINE(aex_client_gateway(&gateway, client_, nullptr, &error));
  ASSERT_FINE(aex_gateway_ask_worker(&answer, gateway, nullptr, &error));
  ASSERT_FINE(aex_gateway_ask_capabilities(&answer, gateway, nullptr, &error));
  ASSERT_FINE(aex_client_cores(&cores, client_, nullptr, &error));
  EXPECT_EQ(aex_cores_count(cores), 2u);
  EXPECT_EQ(host_.asked.size(), 3u);
}

TEST_F(Service, AWorkerThatSaidNoIsAskedAgain) {
  Owned<aex_gateway> gateway;
  Owned<aex_answer> answer;
  Owned<aex_cores> cores;
  host_.replies["/dataworkerstatus"].body = R"({"status":false})";
  ASSERT_FINE(aex_client_gateway(&gateway, client_, nullptr, &error));
  ASSERT_FINE(aex_gateway_ask_worker(&answer, gateway, nullptr, &error));
  EXPECT_EQ(aex_client_cores(&cores, client_, nullptr, &error), AEX_E_SERVICE_DOWN);
}

TEST_F(Service, SignedUrlsNeverSeeTheKey) {
  Folder folder;
  Owned<aex_answer> answer;
  const std::string sealed = folder.write("workload.exp", "sealed");
  const std::string result = folder / "result";
  host_.replies["/put"] = {200, "", {}, AEX_OK, ""};
  host_.replies["/get"] = {200, "bytes", {}, AEX_OK, ""};
  ASSERT_FINE(
      aex_client_upload(client_, "https://store.test/put?s=1", sealed.c_str(), nullptr, &error));
  EXPECT_EQ(host_.sent, "Content-Type=application/octet-stream\nsealed");
  ASSERT_FINE(
      aex_client_ask_status(&answer, client_, "https://store.test/get?s=1", nullptr, &error));
  EXPECT_EQ(host_.sent, "");
  EXPECT_STREQ(aex_answer_text(answer), "bytes");
  ASSERT_FINE(
      aex_client_download(client_, "https://store.test/get?s=1", result.c_str(), nullptr, &error));
  EXPECT_EQ(host_.sent, "");
  EXPECT_EQ(folder.read("result"), "bytes");
  EXPECT_EQ(aex_client_upload(client_, "https://store.test/no", sealed.c_str(), nullptr, &error),
            AEX_E_UPLOAD_REFUSED);
}

TEST_F(Service, IsNothingThatTheLocalBackendHas) {
  open_local_client(client_);
  int32_t valid = 7;
  EXPECT_EQ(aex_client_check_key(&valid, client_, nullptr, &error), AEX_E_UNSUPPORTED);
  EXPECT_EQ(valid, 7);
}

}  // namespace
}  // namespace aex::testing
