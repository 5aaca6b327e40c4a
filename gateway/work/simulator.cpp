#include "gateway/work/simulator.hpp"

#include "engine/backend/local_backend.hpp"

namespace aex::gateway {
namespace {

class EngineSimulator final : public Simulator {
 public:
  EngineSimulator(os::Files& files, const engine::EngineLimits& limits)
      : files_(files), limits_(limits) {}

  Result<std::vector<package::Core>> cores() override {
    Control control;
    return engine::local_backend(files_, limits_)->cores(control);
  }

  Result<std::string> run(const package::Manifest& manifest, const std::string& directory,
                          Control& control) override {
    const std::unique_ptr<job::Backend> backend = engine::local_backend(files_, limits_);
    job::Job job;
    job.name = manifest.name;
    job.directory = directory;
    job.uuid = manifest.uuid;
    job.core = manifest.core.name;
    job.backend = backend->name();
    for (const package::Workload& workload : manifest.workloads) {
      job.workloads.push_back(workload.path);
    }
    AEX_CHECK(backend->submit(manifest, job, control));
    for (job::State state = job::State::submitted; state != job::State::ready;) {
      AEX_CHECK(control.check());
      AEX_TRY(state, backend->poll(job, control));
      if (state == job::State::failed) return Error(Code::job_failed, "the engine gave up");
    }
    AEX_TRY(const report::ResultsDir& results, backend->collect(job, control));
    return results.root;
  }

 private:
  os::Files& files_;
  const engine::EngineLimits limits_;
};

}  // namespace

std::unique_ptr<Simulator> engine_simulator(os::Files& files, std::uint64_t max_instructions) {
  engine::EngineLimits limits;
  limits.max_instructions = max_instructions;
  return std::make_unique<EngineSimulator>(files, limits);
}

}  // namespace aex::gateway
