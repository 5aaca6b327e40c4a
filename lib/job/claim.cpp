#include "job/claim.hpp"

#include <algorithm>

namespace aex::job {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/* As os::write_atomically names them. */
bool is_temporary(const std::string& name) { return name[0] == '.' && ends_with(name, ".tmp"); }

bool is_leftover(const std::string& name, const Job& job) {
  if (is_temporary(name) || name == ".unpacked" || name == ".reports") return true;
  if (name == kPackageName) return job.state != State::sealed;
  return name == job.name + ".tar.gz.sealed";
}

/* What works in this process knows more than the journal, which is for the next one. */
bool is_ahead(const Job& job, const Job& saved) {
  return saved.state == State::submitted && saved.uuid == job.uuid &&
         (job.state == State::running || job.state == State::ready);
}

}  // namespace

Result<Claim> Claim::take(os::Files& files, Job& job) {
  Result<std::unique_ptr<os::FolderLock>> lock = files.lock(job.directory);
  if (!lock.ok()) {
    if (lock.error().code() != Code::file_missing) return std::move(lock).error();
    return Error(Code::job_missing, job.directory);
  }
  AEX_TRY(Job saved, load(files, job.directory));
  saved.running_answers = job.running_answers;
  if (!is_ahead(job, saved)) job = std::move(saved);
  return Claim(std::move(lock).value());
}

Status sweep(os::Files& files, const Job& job) {
  AEX_TRY(const std::vector<std::string>& names, files.list(job.directory));
  for (const std::string& name : names) {
    if (!is_leftover(name, job)) continue;
    AEX_CHECK(files.remove_tree(os::join(job.directory, name)));
  }
  return {};
}

Result<bool> is_free(os::Files& files, const std::string& directory) {
  AEX_TRY(const std::vector<std::string>& names, files.list(directory));
  if (!std::all_of(names.begin(), names.end(), is_temporary)) return false;
  for (const std::string& name : names) AEX_CHECK(files.remove(os::join(directory, name)));
  return true;
}

}  // namespace aex::job
