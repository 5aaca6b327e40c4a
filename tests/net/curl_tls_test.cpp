#include "net/exchange_of.hpp"
#include "net/tls_server.hpp"

namespace aex::net {
namespace {

class CurlTls : public testing::Test {
 protected:
  static void SetUpTestSuite() { made_ = new Certificates; }
  static void TearDownTestSuite() { delete made_; }
  void SetUp() override {
    if (!made_->is_made()) GTEST_SKIP() << "the openssl command is missing";
    if (::access("/usr/bin/python3", X_OK) != 0) GTEST_SKIP() << "/usr/bin/python3 is missing";
  }

  static std::unique_ptr<Transport> trusting(const char* ca) {
    TransportOptions options;
    if (*ca != '\0') options.ca_file = made_->path(ca);
    return transport(options);
  }
  static Answer ask(const char* ca, const char* certificate, const char* host,
                    const char* flag = nullptr) {
    TlsServer server(*made_, certificate, flag);
    EXPECT_TRUE(server.is_up());
    return perform(*trusting(ca), get(server.url(host) + "/x?s=secret", {{"apikey", "secret"}}));
  }
  static void expect_untrusted(const Answer& answer) {
    EXPECT_EQ(answer.code(), Code::tls_untrusted) << answer.message();
    EXPECT_NE(answer.message().find("https://localhost:"), std::string::npos) << answer.message();
    EXPECT_EQ(answer.message().find("secret"), std::string::npos) << answer.message();
  }

  static Certificates* made_;
};

Certificates* CurlTls::made_ = nullptr;

TEST_F(CurlTls, TheNamedCaIsTrusted) {
  EXPECT_EQ(ask("ca.pem", "good", "localhost").body, "hello");
  const Answer answer = ask("ca.pem", "good", "127.0.0.1");
  if (answer.message().find("BADCERT_CN_MISMATCH") != std::string::npos) {
    GTEST_SKIP() << "mbedTLS 2.28 knows no addresses in certificates";
  }
  EXPECT_EQ(answer.body, "hello");
}

TEST_F(CurlTls, OneHandshakeServesManyRequests) {
  TlsServer server(*made_, "good");
  const std::unique_ptr<Transport> client = trusting("ca.pem");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(perform(*client, get(server.url())).body, "hello");
}

TEST_F(CurlTls, AnotherCaIsNot) { expect_untrusted(ask("other_ca.pem", "good", "localhost")); }

TEST_F(CurlTls, NeitherIsAPrivateCaByTheSystem) { expect_untrusted(ask("", "good", "localhost")); }

TEST_F(CurlTls, TheHostMustBeNamed) { expect_untrusted(ask("ca.pem", "other_host", "localhost")); }

TEST_F(CurlTls, AnExpiredCertificateIsRefused) {
  const Answer answer = ask("ca.pem", "expired", "localhost");
  expect_untrusted(answer);
  const bool says_why = answer.message().find("expired") != std::string::npos ||
                        answer.message().find("EXPIRED") != std::string::npos;
  EXPECT_TRUE(says_why) << answer.message();
}

TEST_F(CurlTls, Tls11IsRefused) {
  const Answer answer = ask("ca.pem", "good", "localhost", "--old");
  EXPECT_EQ(answer.code(), Code::gateway_unreachable) << answer.message();
}

TEST_F(CurlTls, ACaFileThatOpensslCannotReadIsNamed) {
  const Answer answer = ask("garbage.pem", "good", "localhost");
  EXPECT_EQ(answer.code(), Code::ca_unreadable) << answer.message();
  EXPECT_NE(answer.message().find(made_->path("garbage.pem")), std::string::npos);
}

TEST_F(CurlTls, AUsersCaFileIsCheckedBeforeAnythingIsSent) {
  TransportOptions options;
  options.ca_file = made_->path("good.key");
  const Result<std::unique_ptr<Transport>> made = curl_transport(options);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code(), Code::ca_unreadable);
}

/* Writing to a closed TLS connection must not raise SIGPIPE, which would end the process. */
TEST_F(CurlTls, AHangUpDuringAnUploadIsABrokenTransfer) {
  TlsServer server(*made_, "good", "--hang-up");
  const std::string text(16 * 1024 * 1024, 'x');
  MemorySource source{ByteView(text)};
  const Answer answer = perform(*trusting("ca.pem"), put(server.url(), source, text.size()));
  EXPECT_EQ(answer.code(), Code::transfer_broken) << answer.message();
}

}  // namespace
}  // namespace aex::net
