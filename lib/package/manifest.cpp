#include "package/manifest.hpp"

#include <cstdio>

#include "codec/json.hpp"

namespace aex::package {
namespace {

using codec::Json;

constexpr std::size_t kMaxNameBytes = 120;
constexpr std::size_t kOtpLength = 32;

/* 64 letters: a random byte modulo 64 stays uniform, and 32 of them carry 192 bits. */
constexpr char kOtpLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Result<std::string> uuid4(Entropy& entropy) {
  std::uint8_t bytes[16];
  AEX_CHECK(entropy.fill(bytes, sizeof bytes));
  bytes[6] = std::uint8_t((bytes[6] & 0x0f) | 0x40);
  bytes[8] = std::uint8_t((bytes[8] & 0x3f) | 0x80);
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 0x0f];
  }
  return text;
}

Result<std::string> dated_uuid(const std::string& date, Entropy& entropy) {
  AEX_TRY(const std::string& uuid, uuid4(entropy));
  return date + '_' + uuid;
}

Result<Secret> one_time_password(Entropy& entropy) {
  std::uint8_t bytes[kOtpLength];
  AEX_CHECK(entropy.fill(bytes, sizeof bytes));
  char text[kOtpLength];
  for (std::size_t i = 0; i < kOtpLength; ++i) text[i] = kOtpLetters[bytes[i] & 63];
  Secret otp(std::string_view(text, kOtpLength));
  wipe(bytes, sizeof bytes);
  wipe(text, sizeof text);
  return otp;
}

std::string without_elf_suffix(const std::string& name) {
  if (name.size() <= 4) return name;
  const std::string suffix = name.substr(name.size() - 4);
  return suffix == ".elf" || suffix == ".ELF" ? name.substr(0, name.size() - 4) : name;
}

Status request_report(Manifest& manifest, const std::string& type, const std::string& elf,
                      const std::string& name, Entropy& entropy) {
  AEX_TRY(std::string uuid, dated_uuid(manifest.date, entropy));
  manifest.reports.push_back({std::move(uuid), elf, name, type});
  return {};
}

Json report_json(const Manifest& manifest, const ReportRequest& request) {
  Json json = Json::object();
  json.add("startDate", manifest.date)
      .add("reportUUID", request.uuid)
      .add("expUUID", manifest.uuid)
      .add("core", manifest.core.name)
      .add("elfFileName", request.elf)
      .add("zstfFileName", request.elf.empty() ? "" : request.elf + ".zstf")
      .add("reportName", request.name)
      .add("reportType", request.type)
      .add("userParameters", Json::array())
      .add("startInst", 1)
      .add("endInst", -1)
      .add("resolution", 1)
      .add("toolsVersion", "latest")
      .add("timeout", 300)
      .add("pluginVersion", manifest.extension_version)
      .add("isROIReport", false)
      .add("region", 0);
  return json;
}

Json workloads_json(const Manifest& manifest) {
  Json list = Json::array();
  for (const Workload& workload : manifest.workloads) {
    Json entry = Json::object();
    entry.add("elf", workload.path).add("zstf", "");
    list.add("", std::move(entry));
  }
  return list;
}

Result<Json> whole_json(const Manifest& manifest, const std::string& api_key,
                        const std::string& otp) {
  AEX_TRY(Json arch, Json::parse(manifest.core.arch_json));
  Json reports = Json::array();
  for (const ReportRequest& request : manifest.reports) {
    reports.add("", report_json(manifest, request));
  }
  Json json = Json::object();
  json.add("date", manifest.date)
      .add("name", manifest.name)
      .add("core", manifest.core.name)
      .add("workload", workloads_json(manifest))
      .add("uuid", manifest.uuid)
      .add("toolsVersion", "latest")
      .add("timeout", 300)
      .add("pluginVersion", manifest.extension_version)
      .add("compiler", "")
      .add("compilerFlags", "")
      .add("numRegions", 0)
      .add("reports", std::move(reports))
      .add("heartbeat", "104723")
      .add("iss", "esesc")
      .add("apikey", api_key)
      .add("geolocation", Json::object())
      .add("otp", otp)
      .add("version", "1.0.0")
      .add("arch", std::move(arch))
      .add("clientType", "python");
  return json;
}

}  // namespace

Status check_name(const std::string& name) {
  const auto refuse = [&](Piece why) {
    return Error(Code::invalid_argument, {"the experiment name '", name, "' ", why});
  };
  if (name.empty()) return refuse("is empty");
  if (name.size() > kMaxNameBytes) {
    return refuse(concat({"is longer than ", decimal(kMaxNameBytes), " characters"}));
  }
  for (const char letter : name) {
    if (letter < ' ' || letter > '~') return refuse("holds a character outside printable ASCII");
    if (letter == '/' || letter == '\\') return refuse("holds a slash");
  }
  if (name.front() == '.' || name.front() == '-' || name.front() == ' ') {
    return refuse(concat({"begins with '", name.substr(0, 1), "'"}));
  }
  if (name.back() == ' ') return refuse("ends in a space");
  return {};
}

std::string date_stamp(const os::LocalTime& time) {
  char text[32];
  std::snprintf(text, sizeof text, "%02d%02d%02d_%02d%02d%02d", time.year % 100, time.month,
                time.day, time.hour, time.minute, time.second);
  return text;
}

Result<Manifest> describe(const std::string& name, const std::string& date, const Core& core,
                          std::vector<Workload> workloads, const std::string& extension_version,
                          Entropy& entropy) {
  AEX_CHECK(check_name(name));
  Manifest manifest;
  manifest.date = date;
  manifest.name = name;
  manifest.core = core;
  manifest.workloads = std::move(workloads);
  manifest.extension_version = extension_version;
  AEX_TRY(manifest.uuid, dated_uuid(date, entropy));
  AEX_TRY(manifest.otp, one_time_password(entropy));
  AEX_CHECK(request_report(manifest, "summary", "", "", entropy));
  for (const Workload& workload : manifest.workloads) {
    const std::string stem = without_elf_suffix(workload.name);
    AEX_CHECK(request_report(manifest, "inst_counts", workload.name, stem + "_Instruction_Counts",
                             entropy));
    AEX_CHECK(request_report(manifest, "inst_trace", workload.name, stem + "_Instruction_Trace",
                             entropy));
  }
  return manifest;
}

Result<Secret> config_json(const Manifest& manifest, const Secret& api_key) {
  AEX_TRY(const Json& json, whole_json(manifest, api_key.reveal(), manifest.otp.reveal()));
  return json.dump_secret(4);
}

Result<std::string> public_config_json(const Manifest& manifest) {
  AEX_TRY(const Json& json, whole_json(manifest, "", ""));
  return json.dump(4);
}

}  // namespace aex::package
