#include "atlasexplorer/core.h"

#include "host_transport.hpp"

namespace aex::testing {
namespace {

TEST(Core, TheLocalBackendDescribesItsCores) {
  Owned<aex_client> client;
  open_local_client(client);
  Owned<aex_cores> cores;
  Failure error;
  ASSERT_FINE(aex_client_cores(&cores, client, nullptr, &error));
  ASSERT_GT(aex_cores_count(cores), 0u);
  for (size_t i = 0; i < aex_cores_count(cores); ++i) {
    const aex_core* core = aex_cores_at(cores, i);
    EXPECT_STRNE(aex_core_name(core), "");
    EXPECT_EQ(aex_core_xlen(core), 64) << aex_core_name(core);
    EXPECT_GE(aex_core_num_threads(core), 1);
    EXPECT_GE(aex_core_num_cores(core), 1);
    EXPECT_EQ(aex_core_json(core)[0], '{');
  }
  EXPECT_EQ(aex_cores_at(cores, aex_cores_count(cores)), nullptr);
}

TEST(Core, ListingNeedsCredentials) {
  isolate_settings();
  Owned<aex_settings> settings;
  Owned<aex_client> client;
  Owned<aex_cores> cores;
  Failure error;
  ASSERT_FINE(aex_settings_load(&settings, nullptr, &error));
  Host host;
  const aex_transport table = host.table();
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.transport = &table;
  ASSERT_FINE(aex_client_new(&client, settings, &options, &error));
  EXPECT_EQ(aex_client_cores(&cores, client, nullptr, &error), AEX_E_CONFIG_MISSING);
  EXPECT_TRUE(host.asked.empty());
}

TEST(Core, NullIsNoCore) {
  EXPECT_EQ(aex_cores_count(nullptr), 0u);
  EXPECT_EQ(aex_cores_at(nullptr, 0), nullptr);
  EXPECT_STREQ(aex_core_name(nullptr), "");
  EXPECT_EQ(aex_core_xlen(nullptr), 0);
}

}  // namespace
}  // namespace aex::testing
