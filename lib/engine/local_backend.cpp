#include "engine/local_backend.hpp"

#include <map>

#include "engine/engine.hpp"
#include "engine/model/core_models.hpp"
#include "os/scratch.hpp"

namespace aex::engine {
namespace {

/* Some tenths of a second: short enough for progress, long enough to cost nothing. */
constexpr std::uint64_t kSliceInstructions = 100'000'000;

class LocalBackend final : public job::Backend {
 public:
  LocalBackend(os::Files& files, const EngineLimits& limits) : files_(files), limits_(limits) {}

  const char* name() const override { return "local"; }
  bool works_in_poll() const override { return true; }

  Result<std::vector<package::Core>> cores(Control&) override { return core_models(); }

  Status submit(const package::Manifest&, job::Job& job, Control&) override {
    AEX_CHECK(engine_of(job));
    return {};
  }

  Result<job::State> poll(job::Job& job, Control& control) override {
    AEX_TRY(Engine * engine, engine_of(job));
    const Result<Progressed> progressed = engine->advance(kSliceInstructions, control);
    if (!progressed.ok()) {
      const Error& error = progressed.error();
      if (error.code() != Code::cancelled && error.code() != Code::timeout) forget(job);
      return error;
    }
    job.state = progressed.value().is_finished ? job::State::ready : job::State::running;
    return job.state;
  }

  Result<report::ResultsDir> collect(job::Job& job, Control&) override {
    const auto found = engines_.find(job.directory);
    if (found == engines_.end() || job.state != job::State::ready) {
      return Error(Code::job_not_ready, job.name);
    }
    const std::string unfinished = os::join(job.directory, ".reports");
    AEX_CHECK(os::make_folders(files_, os::join(unfinished, "reports"), os::Access::shared));
    os::Scratch scratch(files_, unfinished);
    AEX_CHECK(found->second.write_reports(os::join(unfinished, "reports")));
    AEX_CHECK(scratch.keep_as(os::join(job.directory, job.name)));
    forget(job);
    return report::find_results(files_, os::join(job.directory, job.name));
  }

  Status cancel(job::Job& job) override {
    forget(job);
    return {};
  }

 private:
  /** The engine that runs the job; a job of an earlier process begins anew. */
  Result<Engine*> engine_of(const job::Job& job) {
    const auto found = engines_.find(job.directory);
    if (found != engines_.end()) return &found->second;
    AEX_TRY(Engine engine, Engine::create(files_, job.workloads, job.core, limits_));
    return &engines_.emplace(job.directory, std::move(engine)).first->second;
  }

  void forget(const job::Job& job) { engines_.erase(job.directory); }

  os::Files& files_;
  EngineLimits limits_;
  std::map<std::string, Engine> engines_;
};

}  // namespace

std::unique_ptr<job::Backend> local_backend(os::Files& files, const EngineLimits& limits) {
  return std::make_unique<LocalBackend>(files, limits);
}

}  // namespace aex::engine
