#include "experiment/submit.hpp"

#include "job/claim.hpp"
#include "os/scratch.hpp"

namespace aex::experiment {
namespace {

constexpr int kMaxNameTries = 100;
constexpr int kMaxTickets = 3;
constexpr int kForbidden = 403;

struct Place {
  std::string name;
  std::string directory;
  std::unique_ptr<os::FolderLock> lock;
};

/** Holds the folder if it is free; nothing if it is not. */
Result<std::unique_ptr<os::FolderLock>> take_place(const std::string& directory, os::Files& files) {
  bool existed = false;
  AEX_CHECK(files.make_folder(directory, os::Access::shared, &existed));
  Result<std::unique_ptr<os::FolderLock>> lock = files.lock(directory);
  if (!lock.ok() && lock.error().code() == Code::job_busy) return std::unique_ptr<os::FolderLock>();
  if (!lock.ok()) return lock;
  AEX_TRY(const bool is_free, job::is_free(files, directory));
  if (!is_free) lock.value().reset();
  return lock;
}

/** Makes the folder of an experiment. A name that the user chose must be free; of two runs within
 *  one second on one core, the later gets a number. */
Result<Place> make_place(const Experiment& experiment, const std::string& core,
                         const std::string& date, os::Files& files) {
  const bool is_chosen = !experiment.name.empty();
  const std::string wanted = is_chosen ? experiment.name : concat({core, "_", date});
  AEX_CHECK(package::check_name(wanted));
  AEX_TRY(const std::string& parent, os::absolute_path(experiment.directory));
  AEX_CHECK(os::make_folders(files, parent, os::Access::shared));
  for (int attempt = 1; attempt <= kMaxNameTries; ++attempt) {
    const std::string name = attempt == 1 ? wanted : concat({wanted, "_", decimal(attempt)});
    const std::string directory = os::join(parent, name);
    AEX_TRY(std::unique_ptr<os::FolderLock> lock, take_place(directory, files));
    if (lock != nullptr) return Place{name, directory, std::move(lock)};
    if (is_chosen) return Error(Code::experiment_exists, directory);
  }
  return Error(Code::experiment_exists, os::join(parent, wanted));
}

job::Job begin_job(const Place& place, const job::Backend& backend, package::Manifest manifest,
                   std::int64_t created_ms) {
  job::Job job;
  job.name = place.name;
  job.directory = place.directory;
  job.core = manifest.core.name;
  job.backend = backend.name();
  job.state = job::State::prepared;
  job.created_ms = created_ms;
  for (const package::Workload& workload : manifest.workloads) {
    job.workloads.push_back(workload.absolute);
  }
  job.manifest = std::move(manifest);
  return job;
}

/** Draws what an experiment has for itself, and writes it down. A service may refuse an id or a
 *  password that it has seen, so that every ticket is asked for with its own. */
Status prepare(job::Job& job, Effects effects) {
  package::Manifest& known = job.manifest;
  AEX_TRY(package::Manifest manifest,
          package::describe(job.name, known.date, known.core, known.workloads,
                            known.extension_version, effects.entropy));
  job.manifest = std::move(manifest);
  job.uuid = job.manifest.uuid;
  job.otp = job.manifest.otp;
  job.package_url.clear();
  job.status_url.clear();
  AEX_CHECK(job::note(effects.files, job));
  AEX_TRY(const std::string& config, package::public_config_json(job.manifest));
  AEX_CHECK(os::write_atomically(effects.files.unsynced(),
                                 os::join(job.directory, job::kRecordName), ByteView(config),
                                 os::Access::shared));
  return job::sweep(effects.files, job);
}

/** The ticket has expired, its package is lost, or nobody knows if it was given. */
bool wants_fresh_ticket(const job::Job& job, const Error& error) {
  const bool is_sealed = job.state == job::State::sealed;
  if (is_sealed && error.code() == Code::file_missing) return true;
  if (error.code() == Code::upload_refused) return error.http_status() == kForbidden;
  return job.state == job::State::prepared && error.code() == Code::transfer_broken;
}

/** Something may come of another try, or something may have been accepted. */
bool may_go_on(const Error& error) {
  return error.retryable() || error.code() == Code::cancelled || error.code() == Code::io_failed;
}

bool has_journal(const job::Job& job, os::Files& files) {
  return files.info(os::join(job.directory, job::kJournalName), false).ok();
}

}  // namespace

Error with_way_on(const Error& error, const job::Job& job) {
  return {error.code(),
          {error.detail(), "; the run can be resumed from ", job.directory},
          error.http_status()};
}

Error with_hope(const Error& error, const job::Job& job) {
  switch (error.code()) {
    case Code::job_unknown:
      if (error.http_status() == 0) return error;
      break;
    case Code::timeout:
    case Code::cancelled:
    case Code::io_failed:
    case Code::no_space:
    case Code::gateway_answer_invalid:
    case Code::download_refused:
    case Code::open_failed:
    case Code::archive_malformed:
    case Code::report_malformed: break;
    default:
      if (!error.retryable()) return error;
  }
  const bool is_told = error.detail().find("can be resumed from") != std::string::npos;
  return is_told ? error : with_way_on(error, job);
}

Status hand_over(job::Job& job, job::Backend& backend, Effects effects, Control& control) {
  for (int tickets = 1; job.state == job::State::prepared || job.state == job::State::sealed;
       ++tickets) {
    if (job.state == job::State::prepared) AEX_CHECK(prepare(job, effects));
    const Status handed = backend.submit(job.manifest, job, control);
    if (handed.ok()) {
      job.state = job::State::submitted;
      job.manifest = package::Manifest();
      job.package_url.clear();
      AEX_CHECK(job::note(effects.files, job));
      return job::sweep(effects.files, job);
    }
    if (tickets == kMaxTickets || !wants_fresh_ticket(job, handed.error())) return handed;
    job.state = job::State::prepared;
  }
  return {};
}

Result<job::Job> submit(const Experiment& experiment, const config::Settings& settings,
                        job::Backend& backend, Effects effects, Control& control) {
  AEX_CHECK(control.report(Stage::config, 0, 0));
  AEX_TRY(std::vector<package::Workload> workloads,
          package::check_workloads(effects.files, experiment.workloads,
                                   settings.limits.max_workload_bytes));
  AEX_TRY(const std::vector<package::Core>& offered, backend.cores(control));
  AEX_TRY(const package::Core& core, choose_core(offered, experiment.core));
  AEX_CHECK(package::check_width(effects.files, workloads, core.xlen));

  package::Manifest manifest;
  manifest.date = package::date_stamp(effects.clock.local_time());
  manifest.core = core;
  manifest.workloads = std::move(workloads);
  manifest.extension_version = settings.extension_version;
  AEX_TRY(const Place& place, make_place(experiment, core.name, manifest.date, effects.files));
  os::Scratch folder(effects.files, place.directory);
  job::Job job = begin_job(place, backend, std::move(manifest), effects.clock.unix_ms());
  const Status handed = hand_over(job, backend, effects, control);
  if (!handed.ok() && !(has_journal(job, effects.files) && may_go_on(handed.error()))) {
    return handed.error();
  }
  folder.keep();
  if (!handed.ok()) return with_way_on(handed.error(), job);
  return job;
}

}  // namespace aex::experiment
