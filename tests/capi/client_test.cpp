#include "atlasexplorer/client.h"

#include "host_transport.hpp"

namespace aex::testing {
namespace {

class Client : public ::testing::Test {
 protected:
  void SetUp() override { load_settings(settings_, "https://service.test"); }

  aex_code open(const aex_client_options& options) {
    return aex_client_new(&client_, settings_, &options, &error);
  }

  Owned<aex_settings> settings_;
  Owned<aex_client> client_;
  Failure error;
};

TEST_F(Client, NamesItsBackend) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.backend = AEX_BACKEND_LOCAL;
  ASSERT_FINE(open(options));
  EXPECT_STREQ(aex_client_backend(client_), "local");
  Host host;
  const aex_transport table = host.table();
  options.backend = AEX_BACKEND_CLOUD;
  options.transport = &table;
  ASSERT_FINE(open(options));
  EXPECT_STREQ(aex_client_backend(client_), "cloud");
  client_.reset();
  EXPECT_EQ(host.released, 1);
}

TEST_F(Client, RefusesWhatDoesNotExist) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.backend = 7;
  EXPECT_EQ(open(options), AEX_E_UNSUPPORTED);
  options.backend = AEX_BACKEND_CLOUD;
  options.log_level = 9;
  EXPECT_EQ(open(options), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(said(error), "invalid_argument: options.log_level was 9");
  options.log_level = AEX_LOG_OFF;
  options.isolation = -1;
  EXPECT_EQ(open(options), AEX_E_INVALID_ARGUMENT) << "of no use there, and not ignored";
  EXPECT_EQ(aex_client_new(&client_, nullptr, nullptr, &error), AEX_E_INVALID_ARGUMENT);
}

TEST_F(Client, RefusesAnIsolationThatDoesNotExist) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.backend = AEX_BACKEND_LOCAL;
  options.isolation = AEX_ISOLATION_OFF;
  ASSERT_FINE(open(options));
  options.isolation = 3;
  EXPECT_EQ(open(options), AEX_E_INVALID_ARGUMENT);
}

TEST_F(Client, RefusesATransportThatCannotSend) {
  aex_transport table = AEX_TRANSPORT_INIT;
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.transport = &table;
  EXPECT_EQ(open(options), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(said(error), "invalid_argument: transport.perform was NULL");
}

TEST_F(Client, NamesACaFileThatCannotBeUsed) {
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  given.ca_file = "/nonexistent/ca.pem";
  ASSERT_FINE(aex_settings_load(&settings_, &given, &error));
  const aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  EXPECT_EQ(open(options), AEX_E_CA_UNREADABLE);
  EXPECT_NE(said(error).find("/nonexistent/ca.pem"), std::string::npos);
}

TEST_F(Client, MayGoBeforeWhatWasMadeFromIt) {
  Host host;
  Owned<aex_experiment> experiment;
  open_client(client_, host);
  ASSERT_FINE(aex_experiment_new(&experiment, client_, &error));
  client_.reset();
  EXPECT_EQ(host.released, 0);
  EXPECT_EQ(aex_experiment_check(experiment, &error), AEX_E_INVALID_ARGUMENT);
  experiment.reset();
  EXPECT_EQ(host.released, 1);
}

TEST_F(Client, LogsToTheHookAboveItsThreshold) {
  std::string heard;
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.log = [](aex_log_level, const char* text, void* payload) {
    *static_cast<std::string*>(payload) += std::string(text) + "\n";
  };
  options.log_payload = &heard;
  options.log_level = AEX_LOG_DEBUG;
  load_settings(settings_, "http://127.0.0.1:1");
  ASSERT_FINE(open(options));
  int32_t valid = 0;
  EXPECT_EQ(aex_client_check_key(&valid, client_, nullptr, &error), AEX_E_GATEWAY_UNREACHABLE);
  EXPECT_NE(heard.find("127.0.0.1:1"), std::string::npos) << heard;
  EXPECT_EQ(heard.find("secret-key"), std::string::npos) << heard;
}

}  // namespace
}  // namespace aex::testing
