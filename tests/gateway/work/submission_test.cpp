#include "gateway/package_fixture.hpp"

#include "gateway/work/submission.hpp"

namespace aex::gateway {
namespace {

class SubmissionTest : public PackageTest {
 protected:
  Result<Submission> read(const std::string& text, const std::string& elf = testing::tiny_elf()) {
    EXPECT_TRUE(os::system_files().remove_tree(folder_ / "in").ok());
    EXPECT_TRUE(os::make_folders(os::system_files(), folder_ / "in", os::Access::owner).ok());
    folder_.write("in/config.json", text);
    folder_.write("in/loop.elf", elf);
    Experiment experiment;
    experiment.id = "e1";
    experiment.name = "run one";
    experiment.core = kCore;
    const auto cores = FakeSimulator(turnstile_).cores();
    return read_submission(os::system_files(), folder_ / "in", experiment, cores.value(), 1 << 20);
  }
  Code refusal(const std::string& replace, const std::string& with,
               const std::string& elf = testing::tiny_elf()) {
    const auto submission = read(config("e1", replace, with), elf);
    if (submission.ok()) return Code::ok;
    EXPECT_EQ(submission.error().message().find(kOtp), std::string::npos);
    return submission.error().code();
  }
};

TEST_F(SubmissionTest, ReadsWhatWasAskedFor) {
  const auto submission = read(config("e1"));
  ASSERT_TRUE(submission.ok()) << submission.error().message();
  const package::Manifest& manifest = submission.value().manifest;
  EXPECT_EQ(manifest.otp.reveal(), kOtp);
  EXPECT_EQ(manifest.core.name, kCore);
  ASSERT_EQ(manifest.workloads.size(), 1u);
  EXPECT_EQ(manifest.workloads[0].name, "loop.elf");
  ASSERT_EQ(manifest.reports.size(), 2u);
  EXPECT_EQ(manifest.reports[1].name, "loop_Instruction_Counts");
  EXPECT_EQ(submission.value().public_config_json.find(kOtp), std::string::npos);
  EXPECT_EQ(submission.value().public_config_json.find(kKey), std::string::npos);
  EXPECT_EQ(folder_.names("in"), "loop.elf");
}

TEST_F(SubmissionTest, ShowsNoSecretThatIsSpeltInAnotherWay) {
  const auto submission = read(config("e1", "\"date\"", R"("\u0061pikey": "hidden", "date")"));
  ASSERT_TRUE(submission.ok()) << submission.error().message();
  EXPECT_EQ(submission.value().public_config_json.find("hidden"), std::string::npos);
}

TEST_F(SubmissionTest, TakesPathsOfEitherKind) {
  EXPECT_EQ(refusal("/home/me/loop.elf", "C:\\\\me\\\\loop.elf"), Code::ok);
  EXPECT_EQ(refusal("/home/me/loop.elf", "loop.elf"), Code::ok);
}

TEST_F(SubmissionTest, RefusesAnotherExperimentsPackage) {
  EXPECT_EQ(refusal(R"("uuid": "e1")", R"("uuid": "e2")"), Code::invalid_argument);
  EXPECT_EQ(refusal("run one", "run two"), Code::invalid_argument);
  EXPECT_EQ(refusal("TEST_(1_thread)", "TEST_(2_threads)"), Code::invalid_argument);
}

TEST_F(SubmissionTest, RefusesNamesThatCouldClimb) {
  for (const char* name : {"", ".", "..", "a/..", "a/", "config.json", "x\\n"}) {
    EXPECT_EQ(refusal("/home/me/loop.elf", name), Code::invalid_argument) << name;
    if (std::string(name) == "config.json") continue;
    EXPECT_EQ(refusal("loop_Instruction_Counts", name), Code::invalid_argument) << name;
  }
  EXPECT_EQ(refusal("loop_Instruction_Counts", "../../x"), Code::invalid_argument);
  EXPECT_EQ(refusal(R"("elfFileName": "loop.elf")", R"("elfFileName": "../x")"),
            Code::invalid_argument);
}

TEST_F(SubmissionTest, RefusesWhatIsNotAProgramForTheCore) {
  EXPECT_EQ(refusal("", "", "hello, this is no ELF file at all"), Code::elf_not_elf);
  EXPECT_EQ(refusal("", "", testing::tiny_elf(62)), Code::elf_wrong_machine);
  EXPECT_EQ(refusal("", "", ""), Code::workload_empty);
}

TEST_F(SubmissionTest, RefusesIncompletePackages) {
  EXPECT_EQ(refusal("/home/me/loop.elf", "absent.elf"), Code::workload_missing);
  EXPECT_EQ(refusal(R"({"elf": "/home/me/loop.elf", "zstf": ""})", ""), Code::invalid_argument);
  EXPECT_EQ(refusal(R"({"elf": "/home/me/loop.elf", "zstf": ""})",
                    R"({"elf": "loop.elf"}, {"elf": "x/loop.elf"})"),
            Code::workload_duplicate);
  EXPECT_EQ(refusal(kOtp, ""), Code::invalid_argument);
  EXPECT_EQ(refusal("\"otp\"", "\"top\""), Code::invalid_argument);
  EXPECT_EQ(read("").error().code(), Code::invalid_argument);
  EXPECT_EQ(read("[]").error().code(), Code::invalid_argument);
  EXPECT_EQ(read("{\"otp\": \"x\"").error().code(), Code::invalid_argument);
  EXPECT_EQ(read(std::string(2 << 20, ' ')).error().code(), Code::transfer_too_large);
}

}  // namespace
}  // namespace aex::gateway
