/** One experiment against the strict gateway, with faults where a test wants them. */
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>

#include "cloud/cloud.hpp"
#include "codec/json.hpp"
#include "experiment/run.hpp"
#include "job/claim.hpp"
#include "os/random.hpp"
#include "support/elf/elf_file.hpp"
#include "support/faults.hpp"
#include "support/folder.hpp"
#include "support/strict_gateway.hpp"

namespace aex::testing {

/** From one call that fails to the next. */
constexpr int kStride = AEX_STRIDE;

/** A host that takes connections and never says a word: requests for any host are led there. */
class SilentTransport final : public net::Transport {
 public:
  SilentTransport() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_, generic, size), 0);
    EXPECT_EQ(::listen(listener_, 16), 0);
    EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
    origin_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  SilentTransport(const SilentTransport&) = delete;
  SilentTransport& operator=(const SilentTransport&) = delete;
  ~SilentTransport() override { ::close(listener_); }

  Result<net::Response> perform(const net::Request& request, Sink& body,
                                Control& control) override {
    net::TransportOptions options;
    options.timeouts.stall_ms = 50;
    AEX_TRY(const std::unique_ptr<net::Transport> transport, net::curl_transport(options));
    net::Request lost = request;
    lost.url = origin_ + "/";
    return transport->perform(lost, body, control);
  }

 private:
  int listener_;
  std::string origin_;
};

class Line {
 public:
  explicit Line(const StrictGateway& gateway) : gateway_(gateway) {
    experiment_.directory = folder_ / "E";
    experiment_.name = "run";
    experiment_.core = "I8500_(1_thread)";
    experiment_.workloads = {folder_.write("loop.elf", tiny_elf())};
  }

  /** Submits, waits and collects. */
  Result<experiment::Outcome> run(Steps& steps, os::Clock& clock = os::system_clock()) {
    return with_backend(
        steps, clock, [&](job::Backend& backend, experiment::Effects effects, Control& control) {
          return experiment::run(experiment_, gateway_.settings(), backend, effects, control);
        });
  }

  /** What a user does after a run that broke off: takes it up, or begins anew if there is none. */
  Result<experiment::Outcome> resume() {
    Steps steps(Fault::none, -1);
    auto job = job::load(os::system_files(), folder_ / "E/run");
    if (!job.ok() && job.error().code() == Code::job_missing) return run(steps);
    if (!job.ok()) return job.error();
    return with_backend(steps, os::system_clock(),
                        [&](job::Backend& backend, experiment::Effects effects, Control& control) {
                          return experiment::finish(
                              std::move(job).value(), backend, effects, control,
                              experiment::poll_policy(gateway_.settings().patience));
                        });
  }

  /** Runs in a child; its exit status, or -1 for one that was killed. 0: the run went well. */
  int run_in_child(Fault fault, int hit) {
    const pid_t child = ::fork();
    if (child == 0) {
      Steps steps(fault, hit);
      ::_exit(run(steps).ok() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  /** Expects the folder to be as after a run that nothing disturbed. */
  void expect_whole(const std::string& where) {
    EXPECT_EQ(folder_.names("E"), "run") << where;
    EXPECT_EQ(folder_.names("E/run"), ".job.json config.json run run.tar.gz") << where;
    EXPECT_EQ(folder_.names("E/run/run"), ".experiment reports") << where;
    for (const char* name :
         {"E/run/.job.json", "E/run/config.json", "E/run/run/.experiment/config.json"}) {
      const std::string text = folder_.read(name);
      EXPECT_EQ(text.find("0123456789abcdef"), std::string::npos) << where << name;
      EXPECT_EQ(text.find("ignature"), std::string::npos) << where << name;
      EXPECT_EQ(text.find("\"otp\""), text.find("\"otp\": \"\"")) << where << name;
    }
  }

  /** Expects no file that others may read to hold the key, the run's password or a signature. */
  void expect_closed(const std::string& where) const {
    const auto job = job::load(os::system_files(), folder_ / "E/run");
    each_file("E", [&](const std::string& path, const os::FileInfo& info) {
      if ((info.mode & 077u) == 0) return;
      const std::string text = folder_.read(path);
      EXPECT_EQ(text.find("0123456789abcdef"), std::string::npos) << where << path;
      EXPECT_EQ(text.find("ignature"), std::string::npos) << where << path;
      if (!job.ok() || job.value().otp.empty()) return;
      EXPECT_EQ(text.find(job.value().otp.reveal()), std::string::npos) << where << path;
    });
  }

  /** Expects the reports and traces to be byte for byte those of the first result. */
  void expect_same_result(const std::string& where) {
    std::string result;
    each_file("E/run/run", [&](const std::string& path, const os::FileInfo&) {
      if (os::base_name(path) == "config.json") return;  // Has the run's own ids.
      result += path + '\n' + folder_.read(path);
    });
    EXPECT_GT(result.size(), 1000u) << where;
    if (first_result_.empty()) first_result_ = result;
    EXPECT_TRUE(result == first_result_) << where << "the result is another";
  }

  /** How many packages the store took, in all. */
  int uploads() const {
    const std::string text = gateway_.requests();
    int count = 0;
    for (std::size_t at = 0; (at = text.find("PUT store/", at)) != std::string::npos; ++at) ++count;
    return count;
  }

  /** What the gateway complains of, but for packages that broke off on their way and for what is
   *  `known` (unless empty). */
  std::string complaints(const std::string& known = "") const {
    std::string found;
    const auto list = codec::Json::parse(gateway_.complaints());
    if (!list.ok()) return list.error().message();
    for (codec::JsonNode n = list.value().node().first(); n.exists(); n = n.next()) {
      if (n.text().find("the body ended after") != std::string::npos) continue;
      if (!known.empty() && n.text().find(known) != std::string::npos) continue;
      found += std::string(n.text()) + "\n";
    }
    return found;
  }

  void forget() { EXPECT_TRUE(os::system_files().remove_tree(folder_ / "E").ok()); }
  const Folder& folder() const { return folder_; }
  /** The last stage that was told of. */
  Stage stage() const { return stage_; }

 private:
  template <class Body>
  Result<experiment::Outcome> with_backend(Steps& steps, os::Clock& clock, Body body) {
    AEX_TRY(const std::unique_ptr<net::Transport> transport, net::curl_transport({}));
    FaultyTransport line(*transport, silent_, steps);
    FaultyFiles files(steps);
    FaultyEntropy entropy(os::system_entropy(), steps);
    cloud::Cloud cloud(gateway_.settings(), line, files, entropy, clock);
    Control control(&note_stage, this);
    control.start([](void* from) { return static_cast<os::Clock*>(from)->now_ms(); }, &clock,
                  30'000);
    return body(cloud, {files, clock, entropy}, control);
  }

  static bool note_stage(const Progress& progress, void* line) {
    static_cast<Line*>(line)->stage_ = progress.stage;
    return false;
  }

  /** Every file below `path`, from the folder of the line. */
  template <class Visit>
  void each_file(const std::string& path, const Visit& visit) const {
    const auto names = os::system_files().list(folder_ / path);
    if (!names.ok()) return;
    for (const std::string& name : names.value()) {
      const auto info = os::system_files().info(folder_ / path + "/" + name, false);
      if (!info.ok()) continue;
      if (info.value().kind == os::FileKind::folder) each_file(path + "/" + name, visit);
      if (info.value().kind == os::FileKind::regular) visit(path + "/" + name, info.value());
    }
  }

  const StrictGateway& gateway_;
  Folder folder_;
  experiment::Experiment experiment_;
  SilentTransport silent_;
  Stage stage_ = Stage::config;
  std::string first_result_;
};

}  // namespace aex::testing
