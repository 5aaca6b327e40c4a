/** A fresh folder for one test. */
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include "os/scratch.hpp"

namespace aex::os {

class TemporaryFolder {
 public:
  TemporaryFolder() : scratch_(system_files(), make()) {}
  const std::string& path() const { return scratch_.path(); }
  std::string operator/(std::string_view name) const { return join(path(), name); }

 private:
  static std::string make() {
    std::string path = testing::TempDir() + "/aex_XXXXXX";
    return mkdtemp(path.data()) == nullptr ? "" : path;
  }
  Scratch scratch_;
};

}  // namespace aex::os
