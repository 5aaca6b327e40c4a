#include "gateway/work/submission.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "gateway/work/secret_member.hpp"

namespace aex::gateway {
namespace {

constexpr std::size_t kMaxConfigBytes = 1 << 20;
constexpr std::size_t kMaxReports = 1000;
constexpr std::size_t kMaxNameBytes = 255;
constexpr const char* kConfigFile = "config.json";

Error refuse(const std::string& what) {
  return Error(Code::invalid_argument, "config.json " + what);
}

/** Whether a name from outside may name one file or folder. */
bool is_plain_name(std::string_view name) {
  const auto is_refused = [](char c) {
    return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  };
  return !name.empty() && name.size() <= kMaxNameBytes && name != "." && name != ".." &&
         std::none_of(name.begin(), name.end(), is_refused);
}

/** The part after the last slash of either kind: clients send paths as their user gave them. */
std::string member_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

struct Config {
  codec::Json json;
  Secret otp;
};

Result<Config> read_config(os::Files& files, const std::string& path) {
  auto text = os::read_text(files, path, kMaxConfigBytes);
  if (!text.ok() && text.error().code() == Code::file_missing) {
    return Error(Code::invalid_argument, "the package held no config.json");
  }
  AEX_TRY(std::string config, std::move(text));
  AEX_CHECK(files.remove(path));
  std::optional<Secret> otp = take_secret_member(config, "otp");
  const std::optional<Secret> api_key = take_secret_member(config, "apikey");
  auto json = codec::Json::parse(config);
  wipe(config.data(), config.size());
  if (!json.ok()) return refuse("was not JSON: " + json.error().detail());
  if (!json.value().node().is_object()) return refuse("was not an object");
  if (!otp || otp->empty()) return refuse("held no otp");
  return Config{std::move(json).value(), *std::move(otp)};
}

std::string without_secrets(const codec::Json& config) {
  codec::Json shown = codec::Json::object();
  for (codec::JsonNode n = config.node().first(); n.exists(); n = n.next()) {
    if (n.key() == "apikey" || n.key() == "otp") {
      shown.add(n.key(), "");
    } else {
      shown.add_copy(n.key(), n);
    }
  }
  return shown.dump(4);
}

Status check_identity(const codec::Json& config, const Experiment& experiment) {
  const auto agrees = [&config](const char* member, const std::string& announced) {
    return config[member].text() == announced;
  };
  if (!agrees("uuid", experiment.id)) return refuse("had another uuid than was announced");
  if (!agrees("name", experiment.name)) return refuse("had another name than was announced");
  if (!agrees("core", experiment.core)) return refuse("had another core than was announced");
  return {};
}

/** The workloads' names in the package, in their order. */
Result<std::vector<std::string>> workload_names(const codec::Json& config) {
  std::vector<std::string> names;
  for (codec::JsonNode n = config["workload"].first(); n.exists(); n = n.next()) {
    const std::string name = member_name(n["elf"].text());
    if (!is_plain_name(name) || name == kConfigFile) return refuse("named a workload badly");
    names.push_back(name);
  }
  if (names.empty()) return refuse("named no workload");
  return names;
}

/** Every member of the package is a workload, every workload a member; none twice. */
Status check_members(os::Files& files, const std::string& folder, std::vector<std::string> names) {
  AEX_TRY(const std::vector<std::string>& members, files.list(folder));
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (!std::binary_search(members.begin(), members.end(), name)) {
      return Error(Code::workload_missing, "'" + name + "' was not in the package");
    }
  }
  for (const std::string& member : members) {
    if (!std::binary_search(names.begin(), names.end(), member)) {
      return Error(Code::invalid_argument,
                   "the package held a member that config.json does not name");
    }
  }
  return {};
}

Result<std::vector<package::ReportRequest>> read_reports(const codec::Json& config) {
  std::vector<package::ReportRequest> reports;
  for (codec::JsonNode n = config["reports"].first(); n.exists(); n = n.next()) {
    package::ReportRequest report;
    report.uuid = n["reportUUID"].text();
    report.elf = n["elfFileName"].text();
    report.name = n["reportName"].text();
    report.type = n["reportType"].text();
    const bool is_summary = report.type == "summary" && report.name.empty();
    if (!is_summary && (!is_plain_name(report.name) || !is_plain_name(report.elf))) {
      return refuse("named a report badly");
    }
    reports.push_back(std::move(report));
    if (reports.size() > kMaxReports) return refuse("asked for too many reports");
  }
  return reports;
}

Result<package::Core> find_core(const std::vector<package::Core>& cores, const std::string& name) {
  for (const package::Core& core : cores) {
    if (core.name == name) return core;
  }
  return Error(Code::core_unknown, "the gateway does not offer the announced core");
}

}  // namespace

Result<Submission> read_submission(os::Files& files, const std::string& folder,
                                   const Experiment& experiment,
                                   const std::vector<package::Core>& cores,
                                   std::uint64_t max_workload_bytes) {
  AEX_TRY(Config config, read_config(files, os::join(folder, kConfigFile)));
  AEX_CHECK(check_identity(config.json, experiment));
  AEX_TRY(const std::vector<std::string>& names, workload_names(config.json));
  AEX_CHECK(check_members(files, folder, names));
  std::vector<std::string> paths;
  for (const std::string& name : names) paths.push_back(os::join(folder, name));

  Submission submission;
  package::Manifest& manifest = submission.manifest;
  AEX_TRY(manifest.core, find_core(cores, experiment.core));
  AEX_TRY(manifest.workloads, package::check_workloads(files, paths, max_workload_bytes));
  AEX_CHECK(package::check_width(files, manifest.workloads, manifest.core.xlen));
  AEX_TRY(manifest.reports, read_reports(config.json));
  manifest.date = config.json["date"].text();
  manifest.name = experiment.name;
  manifest.uuid = experiment.id;
  manifest.otp = std::move(config.otp);
  manifest.extension_version = config.json["pluginVersion"].text();
  submission.public_config_json = without_secrets(config.json);
  return submission;
}

}  // namespace aex::gateway
