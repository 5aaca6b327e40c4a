/** The real data of the service, where it is at hand: AEX_SHARED, else ../shared. */
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "os/files.hpp"

namespace aex::testing {

inline std::string shared_data() {
  const char* given = std::getenv("AEX_SHARED");
  const std::string shared = given != nullptr ? given : AEX_SOURCE_DIR "/../shared";
  const std::string data = shared + "/data";
  return os::system_files().info(data, true).ok() ? data : std::string();
}

}  // namespace aex::testing

/** Declares `name`, the folder of the real data, or skips the test. */
#define AEX_SHARED_DATA_OR_SKIP(name)                   \
  const std::string name = aex::testing::shared_data(); \
  if (name.empty()) GTEST_SKIP() << "the real data (../shared/data) is not on this machine"
