#include "job/listing.hpp"

#include "job/claim.hpp"

namespace aex::job {
namespace {

/** Nothing for a folder without a journal. */
std::optional<Listed> look_at(os::Files& files, const std::string& directory) {
  Result<Job> job = load(files, directory);
  if (!job.ok()) {
    if (job.error().code() == Code::job_missing) return std::nullopt;
    Job unknown;
    unknown.name = os::base_name(directory);
    unknown.directory = directory;
    return Listed{std::move(unknown), job.error()};
  }
  job.value().wipe_secrets();
  return Listed{std::move(job).value(), std::nullopt};
}

Result<bool> clean_job(os::Files& files, Job job) {
  const Result<Claim> claim = Claim::take(files, job);
  if (!claim.ok()) {
    if (claim.error().code() == Code::job_busy) return false;
    return claim.error();
  }
  if (job.state == State::failed || job.state == State::cancelled) {
    AEX_CHECK(files.remove_tree(job.directory));
    return true;
  }
  AEX_CHECK(sweep(files, job));
  return false;
}

}  // namespace

Result<std::vector<Listed>> list_jobs(os::Files& files, const std::string& directory) {
  AEX_TRY(const std::string& above, os::absolute_path(directory));
  std::vector<Listed> found;
  if (std::optional<Listed> own = look_at(files, above)) {
    found.push_back(std::move(*own));
    return found;
  }
  AEX_TRY(const std::vector<std::string>& names, files.list(above));
  for (const std::string& name : names) {
    const std::string path = os::join(above, name);
    const Result<os::FileInfo> info = files.info(path, false);
    if (!info.ok() || info.value().kind != os::FileKind::folder) continue;
    if (std::optional<Listed> job = look_at(files, path)) found.push_back(std::move(*job));
  }
  return found;
}

Result<std::vector<std::string>> clean_jobs(os::Files& files, const std::string& directory) {
  AEX_TRY(const std::vector<Listed>& found, list_jobs(files, directory));
  std::vector<std::string> removed;
  for (const Listed& listed : found) {
    if (listed.problem) continue;
    AEX_TRY(const bool is_gone, clean_job(files, listed.job));
    if (is_gone) removed.push_back(listed.job.directory);
  }
  return removed;
}

}  // namespace aex::job
