#include "experiment/run.hpp"

#include "cloud/cloud.hpp"
#include "engine/backend/local_backend.hpp"
#include "os/random.hpp"
#include "support/elf/elf_file.hpp"
#include "support/folder.hpp"
#include "support/strict_gateway.hpp"

namespace aex::experiment {
namespace {

using testing::Folder;
using testing::StrictGateway;

Effects system_effects() { return {os::system_files(), os::system_clock(), os::system_entropy()}; }

class Run : public ::testing::Test {
 protected:
  Result<Outcome> run_on(const StrictGateway& gateway, config::Settings settings,
                         std::uint64_t timeout_ms = 60'000) {
    auto transport = net::curl_transport({});
    EXPECT_TRUE(transport.ok());
    experiment_.directory = folder_ / "E";
    experiment_.workloads = {folder_.write("loop.elf", testing::tiny_elf())};
    cloud::Cloud cloud(std::move(settings), *transport.value(), os::system_files(),
                       os::system_entropy());
    Control control;
    control.start([](void* clock) { return static_cast<os::Clock*>(clock)->now_ms(); },
                  &os::system_clock(), timeout_ms);
    auto outcome = run(experiment_, cloud.api().settings(), cloud, system_effects(), control);
    complaints_ = gateway.complaints();
    return outcome;
  }
  Result<Outcome> run_on(const StrictGateway& gateway) {
    return run_on(gateway, gateway.settings());
  }

  /* As another process would. */
  Result<Outcome> finish_later(const StrictGateway& gateway) {
    AEX_TRY(job::Job job, job::load(os::system_files(), folder_ / "E/run"));
    AEX_TRY(const auto transport, net::curl_transport({}));
    cloud::Cloud cloud(gateway.settings(), *transport, os::system_files(), os::system_entropy());
    Control control;
    return finish(std::move(job), cloud, system_effects(), control);
  }

  Folder folder_;
  Experiment experiment_ = {"", "run", "I8500_(1_thread)", {}};
  std::string complaints_;
};

class RunFormats : public Run,
                   public ::testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(RunFormats, GoesThroughAGatewayThatIsNotOursWithoutAComplaint) {
  AEX_STRICT_GATEWAY_OR_SKIP(
      gateway, {"--package-format", GetParam().first, "--result-format", GetParam().second,
                "--advertise-formats", "--key-bits", "3072", "--pending", "2"});
  const auto outcome = run_on(gateway);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  EXPECT_EQ(complaints_, "[]");
  EXPECT_EQ(outcome.value().job.state, job::State::collected);
  EXPECT_TRUE(outcome.value().report.total_cycles().has_value());
  EXPECT_EQ(folder_.names("E"), "run");
  EXPECT_EQ(folder_.names("E/run"), ".job.json config.json run run.tar.gz");
  EXPECT_EQ(outcome.value().results.summary, folder_ / "E/run/run/reports/summary/summary.json");
}

INSTANTIATE_TEST_SUITE_P(Formats, RunFormats,
                         ::testing::Values(std::pair("v1", "v1"), std::pair("v2", "v2"),
                                           std::pair("v1", "v2")));

TEST_F(Run, LeavesNoSecretInTheFolderButTheOwnersArchive) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {});
  const auto outcome = run_on(gateway);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  EXPECT_TRUE(outcome.value().job.otp.empty());
  for (const char* name :
       {"E/run/config.json", "E/run/run/.experiment/config.json", "E/run/.job.json"}) {
    const std::string text = folder_.read(name);
    EXPECT_EQ(text.find("0123456789abcdef"), std::string::npos) << name;
    EXPECT_EQ(text.find("\"otp\""), text.find("\"otp\": \"\"")) << name;
    EXPECT_EQ(text.find('?'), std::string::npos) << name;
  }
  EXPECT_EQ(os::system_files().info(folder_ / "E/run/run.tar.gz", false).value().mode, 0600u);
}

TEST_F(Run, CoreMayBeLeftOutWhereThereIsOne) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--cores", "1"});
  experiment_.core.clear();
  experiment_.name.clear();
  const auto outcome = run_on(gateway);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  EXPECT_EQ(outcome.value().job.name.substr(0, 17), "I8500_(1_thread)_");
}

TEST_F(Run, UnknownCoreListsThoseOfferedAndLeavesNothing) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {});
  experiment_.core = "I9999";
  const auto outcome = run_on(gateway);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code(), Code::core_unknown);
  EXPECT_NE(outcome.error().detail().find("I8500_(4_threads)"), std::string::npos);
  EXPECT_EQ(folder_.names(), "loop.elf");
}

TEST_F(Run, AnExistingExperimentIsNotTouched) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {});
  ASSERT_TRUE(os::make_folders(os::system_files(), folder_ / "E/run", os::Access::shared).ok());
  folder_.write("E/run/mine", "kept");
  const auto outcome = run_on(gateway);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code(), Code::experiment_exists);
  EXPECT_EQ(folder_.names("E/run"), "mine");
}

/* A deadline between the submission and the last of so many answers of "pending". */
#ifdef AEX_EMULATED
constexpr std::uint64_t kDeadlineMs = 7000;
constexpr char kPending[] = "9";
#else
constexpr std::uint64_t kDeadlineMs = 700;
constexpr char kPending[] = "6";
#endif

TEST_F(Run, TimeoutKeepsTheJobAndItIsFinishedLater) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--pending", kPending});
  const auto outcome = run_on(gateway, gateway.settings(), kDeadlineMs);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code(), Code::timeout) << outcome.error().message();
  EXPECT_EQ(folder_.names("E/run"), ".job.json config.json");

  const auto finished = finish_later(gateway);
  ASSERT_TRUE(finished.ok()) << finished.error().message();
  EXPECT_EQ(folder_.names("E/run"), ".job.json config.json run run.tar.gz");
}

TEST_F(Run, AResultWithoutAReportIsFetchedAgain) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--pending", kPending});
  ASSERT_EQ(run_on(gateway, gateway.settings(), kDeadlineMs).error().code(), Code::timeout);
  const std::string summary = folder_ / "E/run/run/reports/summary";
  ASSERT_TRUE(os::make_folders(os::system_files(), summary, os::Access::shared).ok());
  folder_.write("E/run/run/reports/summary/summary.json", "{");
  folder_.write("E/run/run/reports/stale", "");
  const auto finished = finish_later(gateway);
  ASSERT_TRUE(finished.ok()) << finished.error().message();
  EXPECT_EQ(folder_.names("E/run/run/reports").find("stale"), std::string::npos);
}

struct Fault {
  const char* name;
  Code code;
  bool was_accepted; /**< the journal stays, so that the run can be resumed */
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class RunFaults : public Run, public ::testing::WithParamInterface<Fault> {};

TEST_P(RunFaults, EndsWithItsOwnErrorAndNothingHalfWritten) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--fault", GetParam().name, "--bomb-mib", "64"});
  config::Settings settings = gateway.settings();
  settings.limits.max_result_bytes = 32u << 20;
  settings.limits.max_result_members = 1000;
  const auto outcome = run_on(gateway, settings);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code(), GetParam().code) << outcome.error().message();
  EXPECT_EQ(outcome.error().message().find("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(outcome.error().message().find('?'), std::string::npos) << outcome.error().message();
  if (GetParam().was_accepted) {
    const bool is_hostile = outcome.error().code() > Code::archive_malformed &&
                            outcome.error().code() < Code::key_invalid;
    const bool is_over =
        outcome.error().code() == Code::job_failed || outcome.error().code() == Code::job_unknown;
    EXPECT_EQ(
        outcome.error().detail().find("resumed from " + folder_ / "E/run") == std::string::npos,
        is_hostile || is_over)
        << outcome.error().message();
    const std::string left = folder_.names("E/run");
    EXPECT_TRUE(left == ".job.json config.json" || left == ".job.json config.json run.tar.gz" ||
                left == ".job.json config.json workload.exp" ||
                left == ".job.json config.json run run.tar.gz")
        << left;
  } else {
    EXPECT_EQ(os::system_files().info(folder_ / "E/run", false).error().code(), Code::file_missing);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Faults, RunFaults,
    ::testing::Values(Fault{"worker-down", Code::service_down, false},
                      Fault{"bad-key", Code::not_authorised, false},
                      Fault{"gw-unknown", Code::gateway_unknown, false},
                      Fault{"busy", Code::gateway_busy, false},
                      Fault{"not-json", Code::gateway_answer_invalid, false},
                      Fault{"empty-cloudcaps", Code::gateway_answer_invalid, false},
                      Fault{"no-latest", Code::gateway_answer_invalid, false},
                      Fault{"huge-json", Code::transfer_too_large, false},
                      Fault{"redirect-other-origin", Code::redirect_refused, false},
                      Fault{"reset-api", Code::transfer_broken, false},
                      Fault{"key-garbage", Code::key_invalid, false},
                      Fault{"key-short", Code::key_invalid, false},
                      Fault{"key-missing", Code::gateway_answer_invalid, false},
                      Fault{"urls-plain-http", Code::gateway_answer_invalid, false},
                      Fault{"upload-403", Code::upload_refused, false},
                      Fault{"upload-503", Code::gateway_busy, true},
                      Fault{"upload-reset", Code::transfer_broken, true},
                      Fault{"status-500", Code::job_failed, true},
                      Fault{"status-404", Code::job_unknown, true},
                      Fault{"status-not-json", Code::gateway_answer_invalid, true},
                      Fault{"status-no-url", Code::gateway_answer_invalid, true},
                      Fault{"result-403", Code::download_refused, true},
                      Fault{"reset-result", Code::transfer_broken, true},
                      Fault{"short-result", Code::transfer_broken, true},
                      Fault{"result-truncated", Code::open_failed, true},
                      Fault{"result-empty", Code::open_failed, true},
                      Fault{"result-wrong-otp", Code::open_failed, true},
                      Fault{"result-not-gzip", Code::open_failed, true},
                      Fault{"gzip-truncated", Code::archive_malformed, true},
                      Fault{"tar-truncated", Code::archive_malformed, true},
                      Fault{"tar-absolute", Code::archive_absolute_path, true},
                      Fault{"tar-parent", Code::archive_parent_path, true},
                      Fault{"tar-symlink", Code::archive_link, true},
                      Fault{"tar-hardlink", Code::archive_link, true},
                      Fault{"tar-device", Code::archive_special_file, true},
                      Fault{"tar-fifo", Code::archive_special_file, true},
                      Fault{"tar-bomb", Code::archive_too_large, true},
                      Fault{"tar-many", Code::archive_too_many_members, true},
                      Fault{"tar-duplicate", Code::archive_malformed, true},
                      Fault{"no-summary", Code::report_malformed, true},
                      Fault{"summary-not-json", Code::report_malformed, true}),
    [](const auto& fault) {
      std::string name = fault.param.name;
      for (char& letter : name) letter = letter == '-' ? '_' : letter;
      return name;
    });

TEST_F(Run, UnreachableHostIsNamed) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {});
  config::Settings settings = gateway.settings();
  settings.global_api = "http://127.0.0.1:9";
  const auto outcome = run_on(gateway, settings);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code(), Code::gateway_unreachable);
  EXPECT_NE(outcome.error().detail().find("127.0.0.1:9"), std::string::npos);
  EXPECT_EQ(folder_.names(), "loop.elf");
}

/* An RV64 program whose second instruction is none. */
std::string broken_elf() {
  std::string elf = testing::tiny_elf();
  elf.replace(124, 4, "\xff\xff\xff\xff");
  return elf;
}

/* A service that answers a poll with one error. */
class FailingBackend final : public job::Backend {
 public:
  explicit FailingBackend(Error error) : error_(std::move(error)) {}
  const char* name() const override { return "cloud"; }
  Result<std::vector<package::Core>> cores(Control&) override { return error_; }
  Status submit(const package::Manifest&, job::Job&, Control&) override { return error_; }
  bool works_in_poll() const override { return false; }
  Result<job::State> poll(job::Job&, Control&) override { return error_; }
  Result<report::ResultsDir> collect(job::Job&, Control&) override { return error_; }
  Status cancel(job::Job&) override { return {}; }

 private:
  Error error_;
};

TEST(Loss, OnlyTheServiceItselfMaySayThatARunIsLost) {
  for (const int http_status : {0, 302, 403, 404}) {
    const Folder folder;
    job::Job job;
    job.name = "run";
    job.directory = folder.path();
    job.state = job::State::running;
    job.status_url = Secret("https://s/s");
    ASSERT_TRUE(job::save(os::system_files(), job).ok());
    FailingBackend backend(Error(Code::job_unknown, "https://s", http_status));
    Control control;
    const Status waited = wait(job, {}, backend, system_effects(), control);
    EXPECT_EQ(waited.error().code(), Code::job_unknown);
    const auto left = job::load(os::system_files(), folder.path());
    const bool is_lost = http_status == 0;
    EXPECT_EQ(left.value().state, is_lost ? job::State::failed : job::State::running);
    EXPECT_EQ(left.value().status_url.empty(), is_lost);
    EXPECT_EQ(waited.error().detail().find("resumed from") == std::string::npos, is_lost);
  }
}

class LocalRun : public ::testing::Test {
 protected:
  Result<Outcome> run_local(const std::string& elf) {
    const Experiment experiment = {
        folder_ / "E", "run", "I8500_(1_thread)", {folder_.write("loop.elf", elf)}};
    const auto backend = engine::local_backend(os::system_files());
    Control control;
    return run(experiment, config::Settings(), *backend, system_effects(), control);
  }
  Folder folder_;
};

TEST_F(LocalRun, EndsAtTheSameFolderAsTheCloud) {
  const auto outcome = run_local(testing::tiny_elf());
  ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  EXPECT_EQ(outcome.value().report.total_instructions(), 2);
  EXPECT_EQ(outcome.value().job.backend, "local");
  EXPECT_EQ(outcome.value().results.summary, folder_ / "E/run/run/reports/summary/summary.json");
  EXPECT_EQ(folder_.names("E/run"), ".job.json config.json run");
  EXPECT_EQ(folder_.names("E/run/run/reports"), "loop_Instruction_Counts summary");
}

TEST_F(LocalRun, AWorkloadThatFailsLeavesNothing) {
  const auto outcome = run_local(broken_elf());
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code(), Code::guest_illegal_instruction);
  EXPECT_NE(outcome.error().detail().find("loop.elf"), std::string::npos);
  EXPECT_EQ(folder_.names("E"), "");
}

TEST(ChooseCore, TakesTheNamedOneOrTheOnlyOne) {
  const std::vector<package::Core> one = {{"a", 64, 1, 1, "{}"}};
  const std::vector<package::Core> two = {{"a", 64, 1, 1, "{}"}, {"b", 64, 2, 1, "{}"}};
  EXPECT_EQ(choose_core(one, "").value().name, "a");
  EXPECT_EQ(choose_core(two, "b").value().name, "b");
  EXPECT_EQ(choose_core(two, "").error().code(), Code::core_unknown);
  EXPECT_EQ(choose_core({}, "").error().code(), Code::core_unknown);
  EXPECT_NE(choose_core(two, "c").error().detail().find("a, b"), std::string::npos);
  const std::vector<package::Core> many(100'000, {"core", 64, 1, 1, "{}"});
  EXPECT_LT(choose_core(many, "c").error().detail().size(), 400u);
}

}  // namespace
}  // namespace aex::experiment
