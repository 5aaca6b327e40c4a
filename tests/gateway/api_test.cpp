#include "gateway_fixture.hpp"

namespace aex::gateway {
namespace {

using ApiTest = GatewayTest;

TEST_F(ApiTest, TakesEveryKnownKeyAndNoOther) {
  start();
  EXPECT_EQ(get("/user").status, 200);
  EXPECT_EQ(ask("GET", "/user", {{"ApiKey", "other-key"}}).status, 200);
  for (const char* path :
       {"/user", "/channellist", "/gwbychannelregion", "/dataworkerstatus", "/cloudcaps"}) {
    EXPECT_EQ(ask("GET", path).status, 401) << path;
    EXPECT_EQ(ask("GET", path, {{"apikey", "correct-hors"}}).status, 401) << path;
    EXPECT_EQ(ask("GET", path, {{"apikey", "correct-horse2"}}).status, 401) << path;
    EXPECT_EQ(ask("GET", std::string(path) + "?apikey=correct-horse").status, 401) << path;
  }
  RawHeaders headers = experiment("e1");
  headers["apikey"] = "wrong";
  EXPECT_EQ(ask("POST", "/createsignedurls", headers).status, 401);
  EXPECT_EQ(experiment_folders(), "");
}

TEST_F(ApiTest, ListsRegionsAsAStringThatHoldsJson) {
  start();
  const RawReply reply = get("/channellist", {{"extversion", "0.0.97"}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers.at("content-type"), "application/json");
  EXPECT_EQ(reply.body,
            R"({"channels": [{"name": "development", "regions": "[\"us-west-2\", \"eu-1\"]"}, )"
            R"({"name": "local", "regions": "[\"here\"]"}]})");
}

TEST_F(ApiTest, IsItsOwnGateway) {
  start();
  const RawReply reply = get("/gwbychannelregion", {{"channel", "local"}, {"region", "here"}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(json(reply)["endpoint"].text(), server_->url());
  EXPECT_EQ(get("/gwbychannelregion", {{"channel", "local"}, {"region", "eu-1"}}).status, 404);
  EXPECT_EQ(get("/gwbychannelregion", {{"channel", "local"}}).status, 400);
}

TEST_F(ApiTest, HandsOutItsPublicUrl) {
  options_.public_url = "https://atlas.example.org/gw";
  start();
  const RawReply reply = get("/gwbychannelregion", {{"channel", "local"}, {"region", "here"}});
  EXPECT_EQ(json(reply)["endpoint"].text(), "https://atlas.example.org/gw");
  const codec::Json urls = json(ask("POST", "/createsignedurls", experiment("e1")));
  EXPECT_EQ(urls["exppackageurl"].text().substr(0, 41),
            "https://atlas.example.org/gw/experiments/");
}

TEST_F(ApiTest, TellsThatItWorks) {
  start();
  const RawReply reply = get("/dataworkerstatus", {{"Channel", "local"}, {"REGION", "here"}});
  EXPECT_EQ(reply.body, R"({"status": true})");
  EXPECT_EQ(get("/dataworkerstatus", {{"channel", "x"}, {"region", "y"}}).body,
            R"({"status": false})");
}

TEST_F(ApiTest, OffersTheCoresAndBothPackageFormats) {
  start();
  const codec::Json caps = json(get("/cloudcaps", {{"Content-Type", "application/json"}}));
  ASSERT_EQ(caps.node().size(), 2u);
  const codec::JsonNode latest = caps.node().first();
  EXPECT_EQ(latest["version"].text(), "latest");
  EXPECT_EQ(latest.next()["version"].text().substr(0, 3), "ST-");
  for (codec::JsonNode entry = latest; entry.exists(); entry = entry.next()) {
    const codec::JsonNode arch = entry["shinro"]["arches"].first();
    EXPECT_EQ(arch["name"].text(), kCore);
    EXPECT_EQ(arch["xlen"].integer(), 64);
    EXPECT_EQ(entry["packageFormats"].first().text(), "v1");
    EXPECT_EQ(entry["packageFormats"].first().next().text(), "v2");
  }
}

TEST_F(ApiTest, SignsUrlsOnItsOwnHost) {
  start();
  const RawReply reply = ask("POST", "/createsignedurls", experiment("250101_000000_ab-cd"));
  ASSERT_EQ(reply.status, 200);
  const codec::Json urls = json(reply);
  EXPECT_EQ(urls["exppackageurl"].text().rfind(
                server_->url() + "/experiments/250101_000000_ab-cd/package?expires=", 0),
            0u);
  EXPECT_EQ(urls["publicKey"].text().substr(0, 27), "-----BEGIN PUBLIC KEY-----\n");
  EXPECT_NE(urls["exppackageurl"].text(), urls["statusget"].text());
}

TEST_F(ApiTest, RefusesNamesThatCouldClimb) {
  start();
  const auto refused = [this](const char* header, const std::string& value) {
    RawHeaders headers = experiment("e1");
    headers[header] = value;
    return ask("POST", "/createsignedurls", headers).status;
  };
  for (const char* id :
       {"../../etc", "..", ".hidden", "a/b", "a\\b", "a b", "-rf", "a%2fb", "\xc3"}) {
    EXPECT_EQ(refused("exp-uuid", id), 400) << id;
  }
  EXPECT_EQ(refused("exp-uuid", std::string(101, 'a')), 400);
  for (const char* name : {"../up", "..", "a/b", "-rf", "\xc3\xa4"}) {
    EXPECT_EQ(refused("workload", name), 400) << name;
  }
  EXPECT_EQ(refused("core", "I9999"), 400);
  EXPECT_EQ(refused("channel", "elsewhere"), 400);
  EXPECT_EQ(refused("action", "delete"), 400);
  EXPECT_EQ(experiment_folders(), "");
}

TEST_F(ApiTest, NamesTheMissingHeader) {
  start();
  for (const char* name : {"channel", "exp-uuid", "workload", "core", "action"}) {
    RawHeaders headers = experiment("e1");
    headers.erase(name);
    const RawReply reply = ask("POST", "/createsignedurls", headers);
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(reply.body.find(name), std::string::npos) << reply.body;
  }
}

TEST_F(ApiTest, TakesNoBodyWhereNoneBelongs) {
  start();
  EXPECT_EQ(ask("POST", "/createsignedurls", experiment("e1"), "{}").status, 400);
  RawHeaders headers = experiment("e1");
  headers["Content-Length"] = "0";
  EXPECT_EQ(ask("POST", "/createsignedurls", headers).status, 200);
}

TEST_F(ApiTest, KnowsItsPathsAndTheirMethods) {
  start();
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get("/users").status, 404);
  EXPECT_EQ(get("/user/").status, 404);
  EXPECT_EQ(get("/experiments/e1").status, 404);
  EXPECT_EQ(get("/experiments/e1/state.json").status, 404);
  EXPECT_EQ(get("/experiments/../rsa_key.pem").status, 404);
  const RawReply reply = ask("POST", "/user", {{"apikey", kKey}});
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.headers.at("allow"), "GET");
  EXPECT_EQ(get("/createsignedurls").status, 405);
}

TEST_F(ApiTest, SignsAgainForItsOwnerUntilThePackageCame) {
  start();
  EXPECT_EQ(ask("POST", "/createsignedurls", experiment("e1")).status, 200);
  EXPECT_EQ(ask("POST", "/createsignedurls", experiment("e1")).status, 200);
  RawHeaders stranger = experiment("e1");
  stranger["apikey"] = "other-key";
  EXPECT_EQ(ask("POST", "/createsignedurls", stranger).status, 409);
}

TEST_F(ApiTest, LogsRequestsWithoutKeysAndQueries) {
  start();
  const Ticket signed_urls = ticket("e1");
  (void)ask("GET", signed_urls.state);
  EXPECT_TRUE(book_.wait_for("GET /experiments/e1/status 404 "));
  (void)ask("GET", "/%0aGET%20/user%20200?apikey=correct-horse");
  EXPECT_TRUE(book_.wait_for("GET /?GET?/user?200 404 "));
  EXPECT_FALSE(book_.has("signature"));
  EXPECT_FALSE(book_.has(kKey));
}

}  // namespace
}  // namespace aex::gateway
