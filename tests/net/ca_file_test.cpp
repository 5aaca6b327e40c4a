#include "net/curl/ca_file.hpp"

#include <gtest/gtest.h>

namespace aex::net {
namespace {

TEST(CaFile, WithoutAFileTheSystemsIsTaken) { EXPECT_TRUE(check_ca_file("").ok()); }

TEST(CaFile, WhatCannotBeReadIsNamed) {
  for (const char* path : {"/no/such/ca.pem", AEX_SOURCE_DIR}) {
    const Status status = check_ca_file(path);
    ASSERT_FALSE(status.ok()) << path;
    EXPECT_EQ(status.error().code(), Code::ca_unreadable);
    EXPECT_NE(status.error().detail().find(path), std::string::npos) << status.error().detail();
  }
}

TEST(CaFile, AFileWithoutACertificateIsNamed) {
  const std::string path = std::string(AEX_SOURCE_DIR) + "/CMakeLists.txt";
  const Status status = check_ca_file(path);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code(), Code::ca_unreadable);
  EXPECT_EQ(status.error().detail(), path + " holds no certificate");
}

}  // namespace
}  // namespace aex::net
