/** One experiment against the strict gateway, with faults where a test wants them. */
#pragma once

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

class Line {
 public:
  explicit Line(const StrictGateway& gateway) : gateway_(gateway) {
    experiment_.directory = folder_ / "E";
    experiment_.name = "run";
    experiment_.core = "I8500_(1_thread)";
    experiment_.workloads = {folder_.write("loop.elf", tiny_elf())};
  }

  /** Submits, waits and collects. */
  Result<experiment::Outcome> run(Steps& steps) {
    return with_backend(
        steps, [&](job::Backend& backend, experiment::Effects effects, Control& control) {
          return experiment::run(experiment_, gateway_.settings(), backend, effects, control);
        });
  }

  /** What a user does after a run that broke off: takes it up, or begins anew if there is none. */
  Result<experiment::Outcome> resume() {
    Steps steps(Fault::none, -1);
    auto job = job::load(os::system_files(), folder_ / "E/run");
    if (!job.ok() && job.error().code() == Code::job_missing) return run(steps);
    if (!job.ok()) return job.error();
    return with_backend(
        steps, [&](job::Backend& backend, experiment::Effects effects, Control& control) {
          return experiment::finish(std::move(job).value(), backend, effects, control,
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

  /** How many packages the store took, in all. */
  int uploads() const {
    const std::string text = gateway_.requests();
    int count = 0;
    for (std::size_t at = 0; (at = text.find("PUT store/", at)) != std::string::npos; ++at) ++count;
    return count;
  }

  /** What the gateway complains of, but for packages that broke off on their way. */
  std::string complaints() const {
    std::string found;
    const auto list = codec::Json::parse(gateway_.complaints());
    if (!list.ok()) return list.error().message();
    for (codec::JsonNode n = list.value().node().first(); n.exists(); n = n.next()) {
      if (n.text().find("the body ended after") == std::string::npos)
        found += std::string(n.text()) + "\n";
    }
    return found;
  }

  void forget() { EXPECT_TRUE(os::system_files().remove_tree(folder_ / "E").ok()); }
  const Folder& folder() const { return folder_; }

 private:
  template <class Body>
  Result<experiment::Outcome> with_backend(Steps& steps, Body body) {
    AEX_TRY(const std::unique_ptr<net::Transport> transport, net::curl_transport({}));
    FaultyTransport line(*transport, steps);
    FaultyFiles files(steps);
    cloud::Cloud cloud(gateway_.settings(), line, files, os::system_entropy());
    Control control;
    control.start([](void* clock) { return static_cast<os::Clock*>(clock)->now_ms(); },
                  &os::system_clock(), 30'000);
    return body(cloud, {files, os::system_clock(), os::system_entropy()}, control);
  }

  const StrictGateway& gateway_;
  Folder folder_;
  experiment::Experiment experiment_;
};

}  // namespace aex::testing
