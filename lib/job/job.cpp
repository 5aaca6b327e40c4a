#include "job/job.hpp"

#include <iterator>

#include "codec/json.hpp"

namespace aex::job {
namespace {

using codec::Json;
using codec::JsonNode;

constexpr char kFileName[] = ".job.json";
constexpr int kVersion = 1;
constexpr std::size_t kMaxBytes = 1u << 20;

constexpr const char* kStateNames[] = {"submitted", "running", "ready", "collected", "failed"};

std::string path_of(const std::string& directory) { return os::join(directory, kFileName); }

Json to_json(const Job& job) {
  Json workloads = Json::array();
  for (const std::string& path : job.workloads) workloads.add("", path);
  Json json = Json::object();
  json.add("version", kVersion)
      .add("name", job.name)
      .add("uuid", job.uuid)
      .add("core", job.core)
      .add("backend", job.backend)
      .add("state", state_name(job.state))
      .add("workloads", std::move(workloads))
      .add("otp", job.otp.reveal())
      .add("status_url", job.status_url.reveal())
      .add("result_url", job.result_url.reveal())
      .add("only_v2_results", job.only_v2_results);
  return json;
}

Result<State> state_of(std::string_view name, const std::string& path) {
  for (std::size_t i = 0; i < std::size(kStateNames); ++i) {
    if (name == kStateNames[i]) return State(i);
  }
  return Error(Code::report_malformed, path + " has the unknown state '" + std::string(name) + "'");
}

}  // namespace

const char* state_name(State state) noexcept { return kStateNames[std::size_t(state)]; }

Status save(os::Files& files, const Job& job) {
  std::string text = to_json(job).dump(4);
  Status written =
      os::write_atomically(files, path_of(job.directory), ByteView(text), os::Access::owner);
  wipe(text.data(), text.size());
  return written;
}

Result<Job> load(os::Files& files, const std::string& directory) {
  AEX_TRY(const std::string absolute, os::absolute_path(directory));
  const std::string path = path_of(absolute);
  Result<std::string> text = os::read_text(files, path, kMaxBytes);
  if (!text.ok()) {
    if (text.error().code() != Code::file_missing) return std::move(text).error();
    return Error(Code::job_missing, absolute);
  }
  const Result<Json> json = Json::parse(text.value());
  wipe(text.value().data(), text.value().size());
  if (!json.ok()) return Error(Code::report_malformed, path + ": " + json.error().detail());
  const JsonNode node = json.value().node();
  if (node["version"].integer() != kVersion) {
    return Error(Code::report_malformed, path + " was written by another version");
  }
  Job job;
  job.directory = absolute;
  job.name = node["name"].text();
  job.uuid = node["uuid"].text();
  job.core = node["core"].text();
  job.backend = node["backend"].text();
  AEX_TRY(job.state, state_of(node["state"].text(), path));
  for (JsonNode item = node["workloads"].first(); item.exists(); item = item.next()) {
    job.workloads.emplace_back(item.text());
  }
  job.otp = Secret(node["otp"].text());
  job.status_url = Secret(node["status_url"].text());
  job.result_url = Secret(node["result_url"].text());
  job.only_v2_results = node["only_v2_results"].boolean();
  return job;
}

Status forget(os::Files& files, const Job& job) { return files.remove(path_of(job.directory)); }

}  // namespace aex::job
