#include "engine/backend/local_backend.hpp"

#include <map>

#include "engine/backend/guest_run.hpp"
#include "engine/model/core_models.hpp"
#include "os/scratch.hpp"

namespace aex::engine {
namespace {

/* Some tenths of a second: short enough for progress, long enough to cost nothing. */
constexpr std::uint64_t kSliceInstructions = 100'000'000;

class LocalBackend final : public job::Backend {
 public:
  LocalBackend(os::Files& files, const EngineLimits& limits, const Log& log)
      : files_(files), limits_(limits), log_(log) {}

  const char* name() const override { return "local"; }
  bool works_in_poll() const override { return true; }

  Result<std::vector<package::Core>> cores(Control&) override { return core_models(); }

  Status submit(const package::Manifest&, job::Job& job, Control& control) override {
    AEX_CHECK(run_of(job, control));
    return {};
  }

  Result<job::State> poll(job::Job& job, Control& control) override {
    AEX_TRY(GuestRun * run, run_of(job, control));
    const Result<Progressed> progressed = run->advance(kSliceInstructions, control);
    if (!progressed.ok()) {
      const Error& error = progressed.error();
      if (error.code() != Code::cancelled && error.code() != Code::timeout) forget(job);
      return error;
    }
    job.state = progressed.value().is_finished ? job::State::ready : job::State::running;
    return job.state;
  }

  Result<report::ResultsDir> collect(job::Job& job, Control& control) override {
    const auto found = runs_.find(job.directory);
    if (found == runs_.end() || job.state != job::State::ready) {
      return Error(Code::job_not_ready, job.name);
    }
    const std::string unfinished = unfinished_folder(job);
    AEX_CHECK(os::make_folders(files_, os::join(unfinished, "reports"), os::Access::shared));
    os::Scratch scratch(files_, unfinished);
    AEX_CHECK(found->second->write_reports(os::join(unfinished, "reports"), control));
    AEX_CHECK(scratch.keep_as(os::join(job.directory, job.name)));
    forget(job);
    return report::find_results(files_, os::join(job.directory, job.name));
  }

  Status cancel(job::Job& job) override {
    forget(job);
    return {};
  }

 private:
  /** The run of the job; a job of an earlier process begins anew. */
  Result<GuestRun*> run_of(const job::Job& job, Control& control) {
    const auto found = runs_.find(job.directory);
    if (found != runs_.end()) return found->second.get();
    const RunOrder order{job.workloads, job.core, limits_, unfinished_folder(job)};
    AEX_TRY(std::unique_ptr<GuestRun> run, start_run(files_, order, control, log_));
    return runs_.emplace(job.directory, std::move(run)).first->second.get();
  }

  static std::string unfinished_folder(const job::Job& job) {
    return os::join(job.directory, ".reports");
  }

  void forget(const job::Job& job) { runs_.erase(job.directory); }

  os::Files& files_;
  EngineLimits limits_;
  Log log_;
  std::map<std::string, std::unique_ptr<GuestRun>> runs_;
};

}  // namespace

std::unique_ptr<job::Backend> local_backend(os::Files& files, const EngineLimits& limits,
                                            const Log& log) {
  return std::make_unique<LocalBackend>(files, limits, log);
}

}  // namespace aex::engine
