#include "job/job.hpp"

#include <iterator>

#include "codec/json.hpp"

namespace aex::job {
namespace {

using codec::Json;
using codec::JsonNode;

/* 1: no time of creation, no manifest: jobs were saved only after they had been handed over. */
constexpr int kVersion = 2;
constexpr std::size_t kMaxBytes = 1u << 20;

constexpr const char* kStateNames[] = {"submitted", "running",  "ready",  "collected",
                                       "failed",    "prepared", "sealed", "cancelled"};

/* Members of the journal that are taken as they are. */
struct TextMember {
  const char* key;
  std::string Job::*text;
};
constexpr TextMember kTexts[] = {
    {"name", &Job::name}, {"uuid", &Job::uuid}, {"core", &Job::core}, {"backend", &Job::backend}};

struct SecretMember {
  const char* key;
  Secret Job::*secret;
};
constexpr SecretMember kSecrets[] = {{"otp", &Job::otp},
                                     {"package_url", &Job::package_url},
                                     {"status_url", &Job::status_url},
                                     {"result_url", &Job::result_url}};

std::string path_of(const std::string& directory) { return os::join(directory, kJournalName); }

Json to_json(const package::Manifest& manifest) {
  Json workloads = Json::array();
  for (const package::Workload& workload : manifest.workloads) {
    Json entry = Json::object();
    entry.add("path", workload.path).add("absolute", workload.absolute);
    entry.add("size", std::int64_t(workload.size));
    workloads.add("", std::move(entry));
  }
  const package::Core& core = manifest.core;
  Json json = Json::object();
  json.add("date", manifest.date)
      .add("extension_version", manifest.extension_version)
      .add("xlen", core.xlen)
      .add("num_threads", core.num_threads)
      .add("num_cores", core.num_cores)
      .add("arch", core.arch_json)
      .add("workloads", std::move(workloads));
  return json;
}

Json to_json(const Job& job) {
  Json workloads = Json::array();
  for (const std::string& path : job.workloads) workloads.add("", path);
  Json json = Json::object();
  json.add("version", kVersion);
  for (const TextMember& member : kTexts) json.add(member.key, job.*member.text);
  json.add("state", state_name(job.state))
      .add("created_ms", job.created_ms)
      .add("workloads", std::move(workloads));
  for (const SecretMember& member : kSecrets) {
    json.add(member.key, (job.*member.secret).reveal());
  }
  json.add("only_v2_results", job.only_v2_results);
  const bool is_waiting = job.state == State::prepared || job.state == State::sealed;
  if (is_waiting) json.add("manifest", to_json(job.manifest));
  return json;
}

Error malformed(Piece path, Piece why) { return {Code::report_malformed, {path, " ", why}}; }

Result<State> state_of(std::string_view name, const std::string& path) {
  for (std::size_t i = 0; i < std::size(kStateNames); ++i) {
    if (name == kStateNames[i]) return State(i);
  }
  return malformed(path, concat({"has the unknown state '", name, "'"}));
}

Status check_version(JsonNode version, const std::string& path) {
  if (version.integer() > kVersion) {
    return Error(Code::job_too_new, {path, " has version ", decimal(version.integer()),
                                     ", this library knows up to ", decimal(kVersion)});
  }
  return version.integer() >= 1 ? Status() : malformed(path, "has no version");
}

package::Manifest manifest_of(JsonNode node, const Job& job) {
  package::Manifest manifest;
  manifest.name = job.name;
  manifest.uuid = job.uuid;
  manifest.otp = job.otp;
  manifest.date = node["date"].text();
  manifest.extension_version = node["extension_version"].text();
  manifest.core = {job.core, int(node["xlen"].integer()), int(node["num_threads"].integer()),
                   int(node["num_cores"].integer()), std::string(node["arch"].text())};
  for (JsonNode n = node["workloads"].first(); n.exists(); n = n.next()) {
    const std::string path(n["path"].text());
    manifest.workloads.push_back({path, os::base_name(path), std::uint64_t(n["size"].integer()),
                                  std::string(n["absolute"].text())});
  }
  return manifest;
}

Result<Job> job_of(JsonNode node, const std::string& path) {
  AEX_CHECK(check_version(node["version"], path));
  Job job;
  job.directory = os::parent_folder(path);
  for (const TextMember& member : kTexts) job.*member.text = node[member.key].text();
  job.created_ms = node["created_ms"].integer();
  AEX_TRY(job.state, state_of(node["state"].text(), path));
  // It names files in the folder.
  if (!package::check_name(job.name).ok()) return malformed(path, "has no usable name");
  for (JsonNode item = node["workloads"].first(); item.exists(); item = item.next()) {
    job.workloads.emplace_back(item.text());
  }
  for (const SecretMember& member : kSecrets) {
    job.*member.secret = Secret(node[member.key].text());
  }
  job.only_v2_results = node["only_v2_results"].boolean();
  if (node["manifest"].is_object()) job.manifest = manifest_of(node["manifest"], job);
  return job;
}

}  // namespace

const char* state_name(State state) noexcept { return kStateNames[std::size_t(state)]; }

bool is_over(State state) noexcept {
  return state == State::collected || state == State::failed || state == State::cancelled;
}

void Job::wipe_secrets() {
  for (const SecretMember& member : kSecrets) (this->*member.secret).clear();
  manifest = package::Manifest();
}

Status save(os::Files& files, const Job& job, const std::vector<std::string>& also) {
  const Secret text = to_json(job).dump_secret(4);
  return os::write_atomically(files, path_of(job.directory), ByteView(text.reveal()),
                              os::Access::owner, also);
}

Status note(os::Files& files, const Job& job, const std::vector<std::string>& also) {
  const Secret text = to_json(job).dump_secret(4);
  return os::write_eventually(files, path_of(job.directory), ByteView(text.reveal()),
                              os::Access::owner, also);
}

Result<Job> load(os::Files& files, const std::string& directory) {
  AEX_TRY(const std::string& absolute, os::absolute_path(directory));
  const std::string path = path_of(absolute);
  Result<std::string> text = os::read_text(files, path, kMaxBytes);
  if (!text.ok()) {
    if (text.error().code() != Code::file_missing) return std::move(text).error();
    return Error(Code::job_missing, absolute);
  }
  const Result<Json> json = Json::parse(text.value());
  wipe(text.value().data(), text.value().size());
  if (!json.ok()) return malformed(path, concat({"is no JSON: ", json.error().detail()}));
  return job_of(json.value().node(), path);
}

}  // namespace aex::job
