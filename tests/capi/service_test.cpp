#include "atlasexplorer/service.h"

#include "host_transport.hpp"

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

TEST_F(Service, IsNothingThatTheLocalBackendHas) {
  open_local_client(client_);
  int32_t valid = 7;
  EXPECT_EQ(aex_client_check_key(&valid, client_, nullptr, &error), AEX_E_UNSUPPORTED);
  EXPECT_EQ(valid, 7);
}

}  // namespace
}  // namespace aex::testing
