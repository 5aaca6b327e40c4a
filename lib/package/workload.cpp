#include "package/workload.hpp"

#include "elf/workload.hpp"

namespace aex::package {
namespace {

Result<Workload> check_workload(os::Files& files, const std::string& path,
                                std::uint64_t max_workload_bytes) {
  const Result<os::FileInfo> info = files.info(path, true);
  if (!info.ok()) {
    const Error& error = info.error();
    return error.code() == Code::file_missing ? Error(Code::workload_missing, path) : error;
  }
  const os::FileInfo& file = info.value();
  if (file.kind != os::FileKind::regular) {
    const bool is_folder = file.kind == os::FileKind::folder;
    return Error(Code::workload_not_a_file, {path, is_folder ? " is a folder" : ""});
  }
  if (file.size > max_workload_bytes) {
    return Error(Code::workload_too_large, {path, " has ", decimal(file.size),
                                            " bytes, the limit is ", decimal(max_workload_bytes)});
  }
  AEX_TRY(const std::unique_ptr<os::ReadFile>& opened, files.open(path));
  AEX_CHECK(elf::check_workload(*opened, path, 0));
  AEX_TRY(std::string absolute, os::absolute_path(path));
  return Workload{path, os::base_name(path), opened->size(), std::move(absolute)};
}

Status check_names(const std::vector<Workload>& workloads) {
  for (std::size_t i = 0; i < workloads.size(); ++i) {
    if (workloads[i].name == "config.json") {
      return Error(Code::workload_duplicate,
                   {workloads[i].path, " has the name of the package's own config.json"});
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (workloads[i].name == workloads[k].name) {
        return Error(Code::workload_duplicate, {workloads[k].path, " and ", workloads[i].path});
      }
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Workload>> check_workloads(os::Files& files,
                                              const std::vector<std::string>& paths,
                                              std::uint64_t max_workload_bytes) {
  if (paths.empty()) return Error(Code::invalid_argument, "no workload was given");
  std::vector<Workload> workloads;
  for (const std::string& path : paths) {
    AEX_TRY(Workload workload, check_workload(files, path, max_workload_bytes));
    workloads.push_back(std::move(workload));
  }
  AEX_CHECK(check_names(workloads));
  return workloads;
}

Status check_width(os::Files& files, const std::vector<Workload>& workloads, int xlen) {
  for (const Workload& workload : workloads) {
    AEX_TRY(const std::unique_ptr<os::ReadFile>& file, files.open(workload.path));
    AEX_CHECK(elf::check_workload(*file, workload.path, xlen));
  }
  return {};
}

}  // namespace aex::package
