/** Packages for the gateway: honest ones, and any that a hostile client could make. */
#pragma once

#include "crypto/gcm.hpp"
#include "crypto/rsa.hpp"
#include "gateway_fixture.hpp"
#include "package/sealed_bundle.hpp"
#include "package/sealed_result.hpp"
#include "package/unpack.hpp"
#include "support/tar_text.hpp"

namespace aex::gateway {

inline const char* const kOtp = "0123456789abcdefghijklmnopqrstuv";

class PackageTest : public GatewayTest {
 protected:
  /** A config.json with its secrets; `replace` swaps one text in it for another. */
  static std::string config(const std::string& id, const std::string& replace = "",
                            const std::string& with = "") {
    std::string text =
        R"json({"date": "250101_000000", "name": "run one", "core": "TEST_(1_thread)",
        "workload": [{"elf": "/home/me/loop.elf", "zstf": ""}],
        "reports": [{"reportType": "summary", "reportName": "", "elfFileName": ""},
        {"reportType": "inst_counts", "reportName": "loop_Instruction_Counts",
        "elfFileName": "loop.elf"}], "apikey": "correct-horse", "otp": ")json" +
        std::string(kOtp) + R"json(", "uuid": ")json" + id + "\"}";
    const std::size_t at = replace.empty() ? std::string::npos : text.find(replace);
    if (at != std::string::npos) text.replace(at, replace.size(), with);
    return text;
  }

  static std::string archive(const std::string& config_json,
                             const std::string& elf = testing::tiny_elf()) {
    return testing::gzipped(testing::tar_member("config.json", config_json) +
                            testing::tar_member("loop.elf", elf) + testing::tar_end());
  }

  /** Any bytes, sealed as the protocol has it. */
  static std::string seal(const std::string& plain, const std::string& public_pem,
                          int version = 2) {
    const crypto::Key256 key = {1, 2, 3};
    const Bytes iv(version == 2 ? 12 : 16, 7);
    auto pem = crypto::PublicKey::from_pem(public_pem);
    auto sealed_key = pem.value().seal(key, os::system_entropy());
    auto gcm = crypto::Gcm::start(crypto::Direction::seal, key, iv);
    Bytes bytes(plain.begin(), plain.end());
    EXPECT_TRUE(gcm.value().update(bytes, bytes.data()).ok());
    const auto tag = gcm.value().finish();
    const std::string head(ByteView(iv).text());
    const std::string wrapped(ByteView(sealed_key.value()).text());
    const std::string cipher(ByteView(bytes).text());
    const std::string end(ByteView(tag.value()).text());
    if (version == 1) return head + wrapped + end + cipher;
    const std::string length = {char(wrapped.size() >> 8), char(wrapped.size() & 255)};
    return head + length + wrapped + cipher + end;
  }

  RawReply put(const Ticket& to, const std::string& package) {
    return ask("PUT", to.package, {{"Content-Type", "application/octet-stream"}}, package);
  }

  /** Uploads an archive and waits for its end; returns the status code then. */
  int run(const std::string& id, const std::string& plain, int version = 2) {
    const Ticket ticket = this->ticket(id);
    EXPECT_EQ(put(ticket, seal(plain, ticket.key, version)).status, 200);
    EXPECT_TRUE(book_.wait_for("experiment " + id + " is ready") ||
                book_.has("experiment " + id + " failed"));
    return code(ticket.state);
  }
  /** The same for one that must fail; returns the line of the log. */
  bool fails(const std::string& id, const std::string& plain, const std::string& reason) {
    const Ticket ticket = this->ticket(id);
    EXPECT_EQ(put(ticket, seal(plain, ticket.key)).status, 200);
    EXPECT_TRUE(book_.wait_for("experiment " + id + " failed: "));
    const RawReply state = ask("GET", ticket.state);
    EXPECT_EQ(json(state)["code"].integer(), 500);
    EXPECT_EQ(state.body.find(folder_.path()), std::string::npos) << state.body;
    EXPECT_EQ(folder_.names("data/experiments/" + id), "state.json");
    return book_.has("experiment " + id + " failed: " + reason);
  }

  /** Downloads and opens a result; returns the folder that it unpacks to. */
  std::string fetch(const Ticket& ticket, int version, const std::string& otp = kOtp) {
    const codec::Json status = json(ask("GET", ticket.state));
    const codec::JsonNode result = status["metadata"]["result"];
    EXPECT_EQ(result["type"].text(), "stream");
    const RawReply reply = ask("GET", target(std::string(result["url"].text())));
    EXPECT_EQ(reply.status, 200);
    os::Files& files = os::system_files();
    const std::string path = folder_.write("sealed", reply.body);
    package::SealedResult sealed = {os::Scratch(files, path), reply.body.size()};
    Control control;
    const auto opened = package::open(sealed, Secret(otp), package::Accept::any, files,
                                      folder_ / "result.tar.gz", control);
    EXPECT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_EQ(opened.value().format_version, version);
    const std::string into = folder_ / "unpacked";
    EXPECT_TRUE(
        package::unpack(folder_ / "result.tar.gz", into, {1 << 20, 100}, files, control).ok());
    return into;
  }
};

}  // namespace aex::gateway
