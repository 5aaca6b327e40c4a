#include "atlasexplorer/experiment.h"

#include "host_transport.hpp"
#include "support/elf/elf_file.hpp"
#include "support/folder.hpp"

namespace aex::testing {
namespace {

class Experiment : public ::testing::Test {
 protected:
  void SetUp() override {
    open_local_client(client_);
    ASSERT_FINE(aex_experiment_new(&experiment_, client_, &error));
    ASSERT_FINE(aex_experiment_set_directory(experiment_, (folder_ / "runs").c_str(), &error));
  }
  void add(const std::string& path) {
    ASSERT_FINE(aex_experiment_add_workload(experiment_, path.c_str(), &error));
  }

  Folder folder_;
  Owned<aex_client> client_;
  Owned<aex_experiment> experiment_;
  Owned<aex_job> job_;
  Failure error;
};

TEST_F(Experiment, IsCheckedWithoutARequest) {
  EXPECT_EQ(aex_experiment_check(experiment_, &error), AEX_E_INVALID_ARGUMENT);
  add(folder_.write("loop.elf", tiny_elf()));
  EXPECT_FINE(aex_experiment_check(experiment_, &error));
  add(folder_ / "missing.elf");
  EXPECT_EQ(aex_experiment_check(experiment_, &error), AEX_E_WORKLOAD_MISSING);
  EXPECT_NE(said(error).find("missing.elf"), std::string::npos);
}

TEST_F(Experiment, AFailedSubmitLeavesNothing) {
  add(folder_.write("loop.elf", tiny_elf()));
  ASSERT_FINE(aex_experiment_set_core(experiment_, "Z80", &error));
  EXPECT_EQ(aex_experiment_submit(&job_, experiment_, nullptr, &error), AEX_E_CORE_UNKNOWN);
  EXPECT_EQ(job_, nullptr);
  EXPECT_EQ(folder_.names(), "loop.elf");
}

TEST_F(Experiment, CanBeSubmittedAgain) {
  add(folder_.write("loop.elf", tiny_elf()));
  Owned<aex_cores> cores;
  ASSERT_FINE(aex_client_cores(&cores, client_, nullptr, &error));
  const char* core = aex_core_name(aex_cores_at(cores, 0));
  ASSERT_FINE(aex_experiment_set_core(experiment_, core, &error));
  ASSERT_FINE(aex_experiment_submit(&job_, experiment_, nullptr, &error));
  Owned<aex_job> again;
  ASSERT_FINE(aex_experiment_submit(&again, experiment_, nullptr, &error));
  EXPECT_STRNE(aex_job_directory(job_), aex_job_directory(again));
  EXPECT_STREQ(aex_job_core(again), core);
  EXPECT_STREQ(aex_job_backend(again), "local");
  EXPECT_STRNE(aex_job_uuid(again), "");
  const std::string runs = folder_ / "runs";
  EXPECT_EQ(aex_job_directory(again), runs + "/" + aex_job_name(again));
}

TEST_F(Experiment, ATakenNameIsRefused) {
  add(folder_.write("loop.elf", tiny_elf()));
  Owned<aex_cores> cores;
  ASSERT_FINE(aex_client_cores(&cores, client_, nullptr, &error));
  aex_experiment_set_core(experiment_, aex_core_name(aex_cores_at(cores, 0)), nullptr);
  ASSERT_FINE(aex_experiment_set_name(experiment_, "first", &error));
  ASSERT_FINE(aex_experiment_submit(&job_, experiment_, nullptr, &error));
  EXPECT_STREQ(aex_job_name(job_), "first");
  EXPECT_EQ(aex_experiment_submit(&job_, experiment_, nullptr, &error), AEX_E_EXPERIMENT_EXISTS);
}

TEST_F(Experiment, TheProgressHookStopsASubmit) {
  add(folder_.write("loop.elf", tiny_elf()));
  aex_call_options options = AEX_CALL_OPTIONS_INIT;
  options.progress = [](const aex_progress*, void*) -> int32_t { return 1; };
  EXPECT_EQ(aex_experiment_submit(&job_, experiment_, &options, &error), AEX_E_CANCELLED);
  EXPECT_EQ(folder_.names(), "loop.elf");
}

}  // namespace
}  // namespace aex::testing
