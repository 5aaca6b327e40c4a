/** Owners of C objects, so that a test that fails leaks nothing. */
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "atlasexplorer/atlasexplorer.h"

namespace aex::testing {

struct Free {
  void operator()(aex_error* it) const { aex_error_free(it); }
  void operator()(aex_hot* it) const { aex_hot_free(it); }
  void operator()(aex_settings* it) const { aex_settings_free(it); }
  void operator()(aex_client* it) const { aex_client_free(it); }
  void operator()(aex_cores* it) const { aex_cores_free(it); }
  void operator()(aex_channels* it) const { aex_channels_free(it); }
  void operator()(aex_gateway* it) const { aex_gateway_free(it); }
  void operator()(aex_capabilities* it) const { aex_capabilities_free(it); }
  void operator()(aex_answer* it) const { aex_answer_free(it); }
  void operator()(aex_sources* it) const { aex_sources_free(it); }
  void operator()(aex_functions* it) const { aex_functions_free(it); }
  void operator()(aex_lines* it) const { aex_lines_free(it); }
  void operator()(aex_experiment* it) const { aex_experiment_free(it); }
  void operator()(aex_job* it) const { aex_job_free(it); }
  void operator()(aex_report* it) const { aex_report_free(it); }
};

/** Owns one object; `&owned` is what an out-parameter takes. */
template <class T>
class Owned {
 public:
  Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { reset(); }
  T** operator&() {
    reset();
    return &object_;
  }
  operator T*() const { return object_; }
  void reset() {
    Free()(object_);
    object_ = nullptr;
  }

 private:
  T* object_ = nullptr;
};

using Failure = Owned<aex_error>;

/** "<name>: <detail>", or "ok". */
inline std::string said(const aex_error* error) {
  if (error == nullptr) return "ok";
  return std::string(aex_error_name(error)) + ": " + aex_error_detail(error);
}

/** Takes away every source of settings but `home`. */
inline void isolate_settings(const char* home = "/nonexistent") {
  for (const char* name : {"MIPS_ATLAS_CONFIG", "AEX_GLOBAL_API", "AEX_CA_FILE",
                           "AEX_PACKAGE_FORMAT", "AEX_LOG", "API_EXT_VERSION"}) {
    unsetenv(name);
  }
  setenv("HOME", home, 1);
}

/** Settings that depend on nothing outside the test. */
inline void load_settings(Owned<aex_settings>& settings, const char* global_api) {
  isolate_settings();
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  given.api_key = "secret-key";
  given.channel = "development";
  given.region = "us-west-2";
  given.global_api = global_api;
  Failure error;
  ASSERT_EQ(aex_settings_load(&settings, &given, &error), AEX_OK) << said(error);
}

}  // namespace aex::testing

/** Expects a call whose last argument is `&error` to succeed. */
#define EXPECT_FINE(call) EXPECT_EQ((call), AEX_OK) << aex::testing::said(error)
#define ASSERT_FINE(call) ASSERT_EQ((call), AEX_OK) << aex::testing::said(error)
