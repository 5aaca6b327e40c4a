#include "cloud/transfer.hpp"

#include "os/random.hpp"
#include "support/folder.hpp"
#include "support/rsa_pair.hpp"
#include "support/scripted_transport.hpp"

namespace aex::cloud {
namespace {

using job::State;
using testing::Folder;
using testing::ScriptedTransport;

const Secret kUrl("https://store.example/x?signature=topsecret");

class TransferTest : public ::testing::Test {
 protected:
  Result<RunStatus> status_for(int http_status, const std::string& body, bool has_begun = false) {
    transport_.replies = {{http_status, body, Code::ok}};
    return ask_status(kUrl, has_begun, transport_, control_);
  }
  Result<package::SealedResult> download_with(ScriptedTransport::Reply reply,
                                              std::uint64_t max_bytes = 100) {
    transport_.replies = {std::move(reply)};
    return download(kUrl, max_bytes, transport_, os::system_files(), folder_ / "r.sealed",
                    control_);
  }

  Folder folder_;
  ScriptedTransport transport_;
  Control control_;
};

TEST_F(TransferTest, BeforeTheFirstStatusEmptyXml403And404MeanNotYet) {
  const struct {
    int status;
    const char* body;
  } cases[] = {{200, ""}, {200, " \n"}, {200, "<?xml version=\"1.0\"?><Error/>"},
               {403, ""}, {404, ""},    {404, "<Error><Code>NoSuchKey</Code></Error>"}};
  for (const auto& not_yet : cases) {
    const auto status = status_for(not_yet.status, not_yet.body);
    ASSERT_TRUE(status.ok()) << not_yet.status << not_yet.body << status.error().message();
    EXPECT_EQ(status.value().state, State::submitted);
  }
}

TEST_F(TransferTest, AfterTheFirstStatusTheSameAnswersAreTrouble) {
  EXPECT_EQ(status_for(404, "", true).error().code(), Code::job_unknown);
  EXPECT_EQ(status_for(403, "", true).error().code(), Code::job_unknown);
  EXPECT_EQ(status_for(200, "", true).error().code(), Code::gateway_answer_invalid);
}

TEST_F(TransferTest, StatusCodesMeanWhatTheProtocolSays) {
  EXPECT_EQ(status_for(200, R"({"code":100})").value().state, State::running);
  const auto ready = status_for(
      200, R"({"code":200,"metadata":{"result":{"name":"n","url":"https://r","type":"stream"}}})");
  ASSERT_TRUE(ready.ok());
  EXPECT_EQ(ready.value().state, State::ready);
  EXPECT_EQ(ready.value().result_url.reveal(), "https://r");
  EXPECT_EQ(status_for(200, R"({"code":404})").error().code(), Code::job_unknown);
  EXPECT_EQ(status_for(200, R"({"code":500})").error().code(), Code::job_failed);
  EXPECT_EQ(status_for(200, R"({"code":7})").error().code(), Code::gateway_answer_invalid);
  EXPECT_EQ(status_for(200, R"({"code":200})").error().code(), Code::gateway_answer_invalid);
  EXPECT_EQ(status_for(200, R"({"code":200,"metadata":{"result":{"url":"http://elsewhere/"}}})")
                .error()
                .code(),
            Code::gateway_answer_invalid);
  EXPECT_EQ(status_for(200, "garbage").error().code(), Code::gateway_answer_invalid);
  EXPECT_EQ(status_for(503, "").error().code(), Code::gateway_busy);
}

TEST_F(TransferTest, SignedUrlsGetNoKeyAndShowNoQuery) {
  const auto failed = status_for(200, R"({"code":500})");
  EXPECT_TRUE(transport_.seen[0].headers.empty());
  EXPECT_EQ(failed.error().message().find("topsecret"), std::string::npos);
  EXPECT_NE(failed.error().message().find("https://store.example"), std::string::npos);
}

TEST_F(TransferTest, DownloadGoesToAnOwnersFileThatVanishesWithTheResult) {
  {
    const auto sealed = download_with({200, "encrypted", Code::ok});
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(sealed.value().size, 9u);
    EXPECT_EQ(folder_.read("r.sealed"), "encrypted");
    EXPECT_EQ(os::system_files().info(folder_ / "r.sealed", false).value().mode, 0600u);
    EXPECT_TRUE(transport_.seen[0].headers.empty());
  }
  EXPECT_EQ(folder_.names(), "");
}

TEST_F(TransferTest, FailedDownloadsAreDistinctAndLeaveNothing) {
  EXPECT_EQ(download_with({403, "<Error/>", Code::ok}).error().code(), Code::download_refused);
  EXPECT_EQ(download_with({500, "", Code::ok}).error().code(), Code::gateway_busy);
  EXPECT_EQ(download_with({200, std::string(101, 'x'), Code::ok}).error().code(),
            Code::transfer_too_large);
  EXPECT_EQ(download_with({200, "", Code::transfer_broken}).error().code(), Code::transfer_broken);
  EXPECT_EQ(folder_.names(), "");
}

TEST_F(TransferTest, UploadPutsTheSealedBytesWithTheirTypeAndNoKey) {
  const package::Bundle bundle(os::system_files(), Secret("{}"), {});
  const auto sealed =
      package::seal(bundle, testing::public_key(), package::kPackageV1, os::system_files(),
                    folder_ / "workload.exp", os::system_entropy(), control_);
  ASSERT_TRUE(sealed.ok());
  const std::string bytes = folder_.read("workload.exp");

  transport_.replies = {{200, "", Code::ok}, {403, "<Error/>", Code::ok}};
  const auto uploaded = upload(sealed.value(), kUrl, transport_, os::system_files(), control_);
  ASSERT_TRUE(uploaded.ok());
  EXPECT_EQ(uploaded.value().bytes, bytes.size());
  EXPECT_EQ(transport_.seen[0].method, net::Method::put);
  EXPECT_EQ(transport_.seen[0].body, bytes);
  EXPECT_EQ(testing::header_text(transport_.seen[0]), "Content-Type=application/octet-stream ");
  EXPECT_EQ(upload(sealed.value(), kUrl, transport_, os::system_files(), control_).error().code(),
            Code::upload_refused);
}

TEST_F(TransferTest, AFileThatIsNotEncryptedIsNotSent) {
  const std::string path = folder_.write("plain.tar.gz", "\x1f\x8b\x08\x03rest");
  const auto sent = upload_file(path, kUrl, transport_, os::system_files(), control_);
  EXPECT_EQ(sent.error().code(), Code::seal_failed);
  EXPECT_TRUE(transport_.seen.empty());
}

TEST_F(TransferTest, AnEncryptedFileIsSentWithItsLengthAndNoKey) {
  transport_.replies = {{200, "", Code::ok}, {403, "", Code::ok}};
  const std::string path = folder_.write("workload.exp", "sealed");
  const auto sent = upload_file(path, kUrl, transport_, os::system_files(), control_);
  ASSERT_TRUE(sent.ok());
  EXPECT_EQ(sent.value().bytes, 6u);
  EXPECT_EQ(transport_.seen[0].body, "sealed");
  EXPECT_EQ(testing::header_text(transport_.seen[0]), "Content-Type=application/octet-stream ");
  EXPECT_EQ(upload_file(path, kUrl, transport_, os::system_files(), control_).error().code(),
            Code::upload_refused);
}

TEST_F(TransferTest, ARawStatusIsNotJudged) {
  transport_.replies = {{404, "<Error/>", Code::ok}};
  const auto answer = ask_raw_status(kUrl, transport_, control_);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().http_status, 404);
  EXPECT_EQ(answer.value().text, "<Error/>");
  EXPECT_EQ(answer.value().host, "https://store.example");
}

TEST_F(TransferTest, ADownloadedFileIsWholeOrAsItWas) {
  const std::string path = folder_.write("r.tar.gz", "before");
  const auto get = [&] {
    return download_file(kUrl, 100, transport_, os::system_files(), path, control_);
  };
  transport_.replies = {{403, "no", Code::ok}, {200, "after", Code::ok}};
  EXPECT_EQ(get().error().code(), Code::download_refused);
  EXPECT_EQ(folder_.read("r.tar.gz"), "before");
  EXPECT_EQ(get().value(), 5u);
  EXPECT_EQ(folder_.read("r.tar.gz"), "after");
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

}  // namespace
}  // namespace aex::cloud
