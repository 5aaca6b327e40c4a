#include "experiment/run.hpp"

#include "os/scratch.hpp"

namespace aex::experiment {
namespace {

constexpr int kMaxNameTries = 100;

struct Place {
  std::string name;
  std::string directory;
};

/** Makes the folder of an experiment. A name that the user chose must be free; of two runs within
 *  one second on one core, the later gets a number. */
Result<Place> make_place(const Experiment& experiment, const std::string& core,
                         const std::string& date, os::Files& files) {
  const bool is_chosen = !experiment.name.empty();
  const std::string wanted = is_chosen ? experiment.name : core + '_' + date;
  AEX_CHECK(package::check_name(wanted));
  AEX_TRY(const std::string parent, os::absolute_path(experiment.directory));
  AEX_CHECK(os::make_folders(files, parent, os::Access::shared));
  for (int attempt = 1; attempt <= kMaxNameTries; ++attempt) {
    const std::string name = attempt == 1 ? wanted : wanted + '_' + std::to_string(attempt);
    Place place = {name, os::join(parent, name)};
    bool existed = false;
    AEX_CHECK(files.make_folder(place.directory, os::Access::shared, &existed));
    if (!existed) return place;
    if (is_chosen) return Error(Code::experiment_exists, place.directory);
  }
  return Error(Code::experiment_exists, os::join(parent, wanted));
}

Result<job::Job> describe_job(const package::Manifest& manifest, const std::string& directory,
                              const job::Backend& backend) {
  job::Job job;
  job.name = manifest.name;
  job.directory = directory;
  job.uuid = manifest.uuid;
  job.core = manifest.core.name;
  job.backend = backend.name();
  for (const package::Workload& workload : manifest.workloads) {
    AEX_TRY(std::string path, os::absolute_path(workload.path));
    job.workloads.push_back(std::move(path));
  }
  return job;
}

/** The workload ended a run in this process: nothing was paid for, and nothing is to be fetched. */
bool is_of_guest(const Error& error) { return static_cast<int>(error.code()) / 100 == 9; }

bool is_final(const Error& error) {
  return error.code() == Code::job_failed || error.code() == Code::job_unknown ||
         is_of_guest(error);
}

/** Notes that a job failed for good; its file keeps no secret any more. */
Status note_failure(job::Job& job, const Error& error, os::Files& files) {
  job.state = job::State::failed;
  if (is_of_guest(error)) return files.remove_tree(job.directory);
  job.otp.clear();
  job.status_url.clear();
  return job::save(files, job);
}

Status check_hope(const job::Job& job) {
  if (job.state != job::State::failed) return {};
  return Error(Code::job_failed, job.name + " had failed before");
}

}  // namespace

Result<package::Core> choose_core(const std::vector<package::Core>& offered,
                                  const std::string& name) {
  std::string names;
  for (const package::Core& core : offered) {
    if (core.name == name) return core;
    names += (names.empty() ? "" : ", ") + core.name;
  }
  if (name.empty() && offered.size() == 1) return offered.front();
  const std::string asked = name.empty() ? "no core was chosen" : "'" + name + "'";
  return Error(Code::core_unknown, asked + "; offered are: " + (names.empty() ? "none" : names));
}

Result<job::Job> submit(const Experiment& experiment, const config::Settings& settings,
                        job::Backend& backend, Effects effects, Control& control) {
  AEX_CHECK(control.report(Stage::config, 0, 0));
  AEX_TRY(std::vector<package::Workload> workloads,
          package::check_workloads(effects.files, experiment.workloads,
                                   settings.limits.max_workload_bytes));
  AEX_TRY(const std::vector<package::Core> offered, backend.cores(control));
  AEX_TRY(const package::Core core, choose_core(offered, experiment.core));
  AEX_CHECK(package::check_width(effects.files, workloads, core.xlen));

  const std::string date = package::date_stamp(effects.clock.local_time());
  AEX_TRY(const Place place, make_place(experiment, core.name, date, effects.files));
  os::Scratch folder(effects.files, place.directory);
  AEX_TRY(const package::Manifest manifest,
          package::describe(place.name, date, core, std::move(workloads),
                            settings.extension_version, effects.entropy));
  AEX_TRY(const std::string config, package::public_config_json(manifest));
  AEX_CHECK(os::write_atomically(effects.files, os::join(place.directory, "config.json"),
                                 ByteView(config), os::Access::shared));

  AEX_TRY(job::Job job, describe_job(manifest, place.directory, backend));
  AEX_CHECK(backend.submit(manifest, job, control));
  AEX_CHECK(job::save(effects.files, job));
  folder.keep();
  return job;
}

Result<job::State> poll(job::Job& job, job::Backend& backend, Effects effects, Control& control) {
  AEX_CHECK(check_hope(job));
  Result<job::State> state = backend.poll(job, control);
  if (!state.ok() && is_final(state.error())) {
    AEX_CHECK(note_failure(job, state.error(), effects.files));
  }
  return state;
}

Status wait(job::Job& job, const job::PollPolicy& policy, job::Backend& backend, Effects effects,
            Control& control) {
  AEX_CHECK(check_hope(job));
  Status waited = job::wait(backend, job, policy, effects.clock, control);
  if (!waited.ok() && is_final(waited.error())) {
    AEX_CHECK(note_failure(job, waited.error(), effects.files));
  }
  return waited;
}

Result<Outcome> collect(job::Job job, job::Backend& backend, Effects effects, Control& control) {
  AEX_TRY(report::ResultsDir results, backend.collect(job, control));
  AEX_CHECK(control.report(Stage::report, 0, 0));
  AEX_TRY(report::Report report, report::Report::open(effects.files, results.summary));
  job.state = job::State::collected;
  AEX_CHECK(job::forget(effects.files, job));
  return Outcome{std::move(job), std::move(results), std::move(report)};
}

Result<Outcome> finish(job::Job job, job::Backend& backend, Effects effects, Control& control) {
  AEX_CHECK(wait(job, job::PollPolicy(), backend, effects, control));
  return collect(std::move(job), backend, effects, control);
}

Result<Outcome> run(const Experiment& experiment, const config::Settings& settings,
                    job::Backend& backend, Effects effects, Control& control) {
  AEX_TRY(job::Job job, submit(experiment, settings, backend, effects, control));
  return finish(std::move(job), backend, effects, control);
}

}  // namespace aex::experiment
