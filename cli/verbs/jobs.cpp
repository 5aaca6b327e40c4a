#include "job/listing.hpp"

#include "cli/connection.hpp"
#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "codec/json.hpp"

namespace aex::cli {
namespace {

std::string state_of(const job::Listed& listed) {
  return listed.problem ? "unreadable" : job::state_name(listed.job.state);
}

/** Whole seconds since the job began; -1 when its journal does not tell. */
std::int64_t age_s(const job::Listed& listed) {
  const std::int64_t created_ms = listed.job.created_ms;
  if (listed.problem || created_ms == 0) return -1;
  const std::int64_t age_ms = os::system_clock().unix_ms() - created_ms;
  return age_ms < 0 ? 0 : age_ms / 1000;
}

std::string age_text(std::int64_t seconds) {
  if (seconds < 0) return "?";
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min";
  if (seconds < 2 * 86'400) return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / 86'400) + " d";
}

std::string json_text(const std::vector<job::Listed>& found) {
  codec::Json list = codec::Json::array();
  for (const job::Listed& listed : found) {
    codec::Json entry = codec::Json::object();
    entry.add("name", listed.job.name).add("state", state_of(listed));
    age_s(listed) < 0 ? entry.add_null("age_s") : entry.add("age_s", age_s(listed));
    entry.add("core", listed.job.core).add("backend", listed.job.backend);
    entry.add("uuid", listed.job.uuid).add("directory", listed.job.directory);
    list.add("", std::move(entry));
  }
  return list.dump() + "\n";
}

std::string table_text(const std::vector<job::Listed>& found) {
  Table table({Align::left, Align::right, Align::left, Align::left});
  table.add({"STATE", "AGE", "CORE", "NAME"});
  for (const job::Listed& listed : found) {
    table.add({state_of(listed), age_text(age_s(listed)), listed.job.core, listed.job.name});
  }
  return table.text();
}

std::string folder_of(const Arguments& arguments) {
  return arguments.operands().empty() ? "." : arguments.operands()[0];
}

}  // namespace

Status jobs(const Arguments& arguments) {
  AEX_TRY(const std::vector<job::Listed>& found,
          job::list_jobs(os::system_files(), folder_of(arguments)));
  print(arguments.has("json") ? json_text(found) : table_text(found));
  return {};
}

Status cancel(const Arguments& arguments) {
  for (const std::string& directory : arguments.operands()) {
    AEX_TRY(job::Job job, job::load(os::system_files(), directory));
    const std::string place = "'" + harmless(job.directory) + "'";
    if (job::is_over(job.state)) {
      print_error("atlasexplorer: " + place + " is over: " + job::state_name(job.state) + "\n");
      continue;
    }
    AEX_CHECK(experiment::give_up(job, os::system_files()));
    print("cancelled " + place + "\n");
  }
  return {};
}

Status clean(const Arguments& arguments) {
  AEX_TRY(const std::vector<std::string>& removed,
          job::clean_jobs(os::system_files(), folder_of(arguments)));
  for (const std::string& directory : removed) print("removed " + harmless(directory) + "\n");
  return {};
}

}  // namespace aex::cli
