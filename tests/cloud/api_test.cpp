#include "cloud/api.hpp"

#include <gtest/gtest.h>

#include "support/scripted_transport.hpp"

namespace aex::cloud {
namespace {

using testing::header_text;
using testing::ScriptedTransport;

config::Settings sample_settings() {
  config::Settings settings;
  settings.api_key = Secret("key-1");
  settings.channel = "development";
  settings.region = "us-west-2";
  settings.global_api = "https://global.example";
  return settings;
}

class ApiTest : public ::testing::Test {
 protected:
  void reply(int status, const std::string& body) {
    transport_.replies.push_back({status, body, Code::ok});
  }
  std::string asked(std::size_t index = 0) {
    const auto& call = transport_.seen.at(index);
    const char* method = call.method == net::Method::post ? "POST " : "GET ";
    return method + call.url + " " + header_text(call);
  }

  ScriptedTransport transport_;
  Api api_{sample_settings(), transport_};
  Control control_;
  const std::string gateway_ = "https://gw.example/base";
};

TEST_F(ApiTest, CheckUserAsksWithTheKeyAsAHeader) {
  reply(200, "anything");
  EXPECT_TRUE(api_.check_user(control_).value());
  EXPECT_EQ(asked(), "GET https://global.example/user apikey=key-1 ");
  reply(403, "");
  EXPECT_FALSE(api_.check_user(control_).value());
  for (int tries = 0; tries < 3; ++tries) reply(503, "");
  EXPECT_EQ(api_.check_user(control_).error().code(), Code::gateway_busy);
}

TEST_F(ApiTest, ChannelsUnpackTheirRegionsFromAString) {
  reply(200, R"({"channels":[{"name":"development","regions":"[\"us-west-2\", \"eu\"]"}]})");
  const auto channels = api_.list_channels(control_);
  ASSERT_TRUE(channels.ok()) << channels.error().message();
  ASSERT_EQ(channels.value().size(), 1u);
  EXPECT_EQ(channels.value()[0].name, "development");
  EXPECT_EQ(channels.value()[0].regions, (std::vector<std::string>{"us-west-2", "eu"}));
  EXPECT_EQ(asked(), "GET https://global.example/channellist apikey=key-1 extversion=0.0.97 ");
}

TEST_F(ApiTest, ChannelsWithBrokenRegionsAreAnInvalidAnswer) {
  reply(200, R"({"channels":[{"name":"a","regions":"[oops"}]})");
  EXPECT_EQ(api_.list_channels(control_).error().code(), Code::gateway_answer_invalid);
}

TEST_F(ApiTest, GatewayIsFoundByChannelAndRegion) {
  reply(200, R"({"endpoint":"https://gw.example/base/"})");
  EXPECT_EQ(api_.find_gateway(control_).value(), gateway_);
  EXPECT_EQ(asked(),
            "GET https://global.example/gwbychannelregion apikey=key-1 channel=development "
            "region=us-west-2 ");
}

TEST_F(ApiTest, GatewayRefusalsAreDistinct) {
  const struct {
    int status;
    const char* body;
    Code code;
  } cases[] = {
      {401, "", Code::not_authorised},
      {403, "{}", Code::not_authorised},
      {404, "{}", Code::gateway_unknown},
      {400, "{}", Code::gateway_refused},
      {429, "{}", Code::gateway_busy},
      {500, "{}", Code::gateway_busy},
      {200, "<html>", Code::gateway_answer_invalid},
      {200, "{}", Code::gateway_unknown},
      {200, R"({"endpoint":"http://elsewhere.example"})", Code::gateway_answer_invalid},
  };
  for (const auto& refused : cases) {
    const bool is_retried = refused.status == 429 || refused.status == 500;
    for (int tries = 0; tries < (is_retried ? 3 : 1); ++tries) reply(refused.status, refused.body);
    const auto found = api_.find_gateway(control_);
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code(), refused.code) << refused.status << refused.body;
    EXPECT_EQ(found.error().message().find("key-1"), std::string::npos);
  }
}

TEST_F(ApiTest, WithoutCredentialsNothingIsAsked) {
  config::Settings settings = sample_settings();
  settings.region.clear();
  Api api(settings, transport_);
  EXPECT_EQ(api.find_gateway(control_).error().code(), Code::config_missing);
  EXPECT_TRUE(transport_.seen.empty());
}

TEST_F(ApiTest, WorkerStatusIsTrueFalseOrNonsense) {
  reply(200, R"({"status": true})");
  EXPECT_TRUE(api_.check_worker(gateway_, control_).ok());
  EXPECT_EQ(asked(),
            "GET https://gw.example/base/dataworkerstatus apikey=key-1 channel=development "
            "region=us-west-2 ");
  reply(200, R"({"status": false})");
  EXPECT_EQ(api_.check_worker(gateway_, control_).error().code(), Code::service_down);
  reply(200, R"({"status": "up"})");
  EXPECT_EQ(api_.check_worker(gateway_, control_).error().code(), Code::gateway_answer_invalid);
}

TEST_F(ApiTest, CapabilitiesKeepEachCoreWhole) {
  reply(200, R"j([{"version":"latest","shinro":{"arches":[
      {"name":"I8500_(1_thread)","xlen":64,"num_threads":1,"num_cores":1,"extra":[1,{"a":null}]}]
}
, "packageFormats" : [ "v1", "v2" ]
},{"version":"ST-1"}])j");
  const auto capabilities = api_.capabilities(gateway_, control_);
  ASSERT_TRUE(capabilities.ok());
  ASSERT_EQ(capabilities.value().size(), 2u);
  const Capabilities& latest = capabilities.value()[0];
  ASSERT_EQ(latest.cores.size(), 1u);
  EXPECT_EQ(latest.cores[0].name, "I8500_(1_thread)");
  EXPECT_EQ(latest.cores[0].xlen, 64);
  EXPECT_EQ(latest.cores[0].arch_json,
            R"j({"name": "I8500_(1_thread)", "xlen": 64, "num_threads": 1, "num_cores": 1, )j"
            R"("extra": [1, {"a": null}]})");
  EXPECT_EQ(latest.package_formats, (std::vector<std::string>{"v1", "v2"}));
  EXPECT_EQ(asked(),
            "GET https://gw.example/base/cloudcaps apikey=key-1 Content-Type=application/json ");
  const Gateway gateway = {gateway_, capabilities.value()};
  EXPECT_EQ(gateway.latest(), &gateway.capabilities[0]);
}

TEST_F(ApiTest, TicketSendsAllParametersAsHeadersWithAnEmptyBody) {
  package::Manifest manifest;
  manifest.uuid = "250905_140108_u";
  manifest.name = "run";
  manifest.core.name = "I8500_(1_thread)";
  reply(200, R"({"exppackageurl":"https://s/p","publicKey":"PEM","statusget":"https://s/s"})");
  const auto ticket = api_.create_ticket(gateway_, manifest, control_);
  ASSERT_TRUE(ticket.ok());
  EXPECT_EQ(ticket.value().package_url.reveal(), "https://s/p");
  EXPECT_EQ(ticket.value().status_url.reveal(), "https://s/s");
  EXPECT_EQ(ticket.value().public_key_pem, "PEM");
  EXPECT_EQ(asked(),
            "POST https://gw.example/base/createsignedurls apikey=key-1 channel=development "
            "exp-uuid=250905_140108_u workload=run core=I8500_(1_thread) action=experiment ");
  EXPECT_EQ(transport_.seen[0].body, "");
  reply(200, R"({"exppackageurl":"https://s/p"})");
  EXPECT_EQ(api_.create_ticket(gateway_, manifest, control_).error().code(),
            Code::gateway_answer_invalid);
}

TEST_F(ApiTest, AddressesThatNobodyMayGoToAreRefusedBeforeAnythingIsSent) {
  package::Manifest manifest;
  for (const char* bad :
       {"http://s.example/p", "file:///etc/passwd", "https://u:secret@s/p", "/p"}) {
    for (const bool is_package : {true, false}) {
      const std::string other = "https://s/x";
      reply(200, R"({"publicKey":"PEM","exppackageurl":")" + (is_package ? bad : other) +
                     R"(","statusget":")" + (is_package ? other : bad) + R"("})");
      const auto ticket = api_.create_ticket(gateway_, manifest, control_);
      ASSERT_FALSE(ticket.ok()) << bad;
      EXPECT_EQ(ticket.error().code(), Code::gateway_answer_invalid) << ticket.error().message();
      EXPECT_NE(ticket.error().detail().find("https://gw.example gave"), std::string::npos);
      EXPECT_EQ(ticket.error().message().find("secret"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace aex::cloud
