#include "engine/reports.hpp"

#include "atlasexplorer/version.hpp"
#include "engine/isa/decode.hpp"
#include "engine/model/metrics.hpp"
#include "engine/trace/count_texts.hpp"
#include "engine/trace/trace_files.hpp"
#include "os/scratch.hpp"
#include "report/inst_counts.hpp"
#include "report/summary_writer.hpp"

namespace aex::engine {
namespace {

constexpr char kEngineName[] = "atlasexplorer local engine";

report::InstructionCount line_of(const Count& count, const StrideBook& book) {
  report::InstructionCount line;
  line.address = count.address;
  line.opcode = count.opcode;
  line.size = opcode_bytes(static_cast<std::uint16_t>(count.opcode));
  line.retired = count.retired;
  line.taken = count.taken;
  if (const Strides* strides = book.find(count.address)) {
    line.accesses_memory = true;
    line.strides = *strides;
  }
  return line;
}

}  // namespace

Status write_counts(os::Files& files, const std::string& folder, const std::string& workload,
                    Machine& machine) {
  std::vector<report::InstructionCount> lines;
  for (const Count& count : machine.counts()) lines.push_back(line_of(count, machine.strides()));
  add_texts(lines);
  const std::string place = os::join(folder, stem_of(workload) + "_Instruction_Counts");
  AEX_CHECK(os::make_folders(files, place, os::Access::shared));
  const std::string path = os::join(place, "inst_counts.txt");
  os::Scratch scratch(files, path + ".part");
  AEX_TRY(std::unique_ptr<os::WriteFile> file, files.create(scratch.path(), os::Access::shared));
  AEX_CHECK(report::write_inst_counts(lines, report::arrange(lines), *file));
  AEX_CHECK(file->finish());
  file.reset();
  return scratch.keep_as(path);
}

Result<report::WorkloadEnd> write_output(os::Files& files, const std::string& folder,
                                         const std::string& workload, const Kernel& kernel) {
  report::WorkloadEnd end;
  end.name = workload;
  end.exit_status = kernel.exit_status();
  end.is_output_cut = kernel.is_output_cut();
  for (const std::uint64_t number : kernel.unknown_calls()) {
    const bool is_semihosting = number >= Kernel::kSemihosting;
    (is_semihosting ? end.unknown_semihosting : end.unknown_system_calls)
        .push_back(number % Kernel::kSemihosting);
  }
  if (kernel.output().empty()) return end;
  const std::string inside = stem_of(workload) + "_Output";
  const std::string place = os::join(folder, inside);
  AEX_CHECK(os::make_folders(files, place, os::Access::shared));
  AEX_CHECK(os::write_atomically(files, os::join(place, "output.txt"), ByteView(kernel.output()),
                                 os::Access::shared));
  end.output = "reports/" + inside + "/output.txt";
  return end;
}

namespace {

report::Summary summary_of(const package::Core& core, const Counters& counters, ModelLevel level) {
  report::Summary summary{core.name, kEngineName, AEX_VERSION_TEXT, {}, {}, {}};
  summary.metrics = metrics_of(counters, level);
  summary.estimate = estimate_of(counters, level);
  return summary;
}

Status write_json(os::Files& files, const std::string& path, const report::Summary& summary) {
  const std::string json = report::summary_json(summary);
  return os::write_atomically(files, path, ByteView(json), os::Access::shared);
}

Status write_region(os::Files& files, const std::string& folder, std::size_t number,
                    const report::Summary& summary) {
  const std::string name = "summary_roi_" + std::to_string(number) + ".json";
  return write_json(files, os::join(folder, name), summary);
}

/* Behind the last region comes one that was not used, as in the cloud's results. */
Status write_regions(os::Files& files, const std::string& folder, const package::Core& core,
                     const Machine& machine, ModelLevel level) {
  std::size_t number = 0;
  for (const Region& region : machine.regions()) {
    Counters counters = region.counters_after.since(region.counters_before);
    counters[Counter::instructions] = region.end - region.begin;
    AEX_CHECK(write_region(files, folder, ++number, summary_of(core, counters, level)));
  }
  if (number == 0) return {};
  return write_region(files, folder, number + 1, summary_of(core, Counters(), level));
}

/* What threads share is not modelled, but each one's instructions are exact. */
report::Summary summary_of_threads(const package::Core& core,
                                   const std::vector<std::uint64_t>& retired) {
  report::Summary summary{core.name, kEngineName, AEX_VERSION_TEXT, {}, {}, {}};
  std::uint64_t total = 0;
  for (const std::uint64_t thread : retired) total += thread;
  summary.metrics.push_back({"Total Instructions Retired (All Threads)",
                             "The total number of instructions retired by all threads", total});
  for (std::size_t thread = 0; thread < static_cast<std::size_t>(core.num_threads); ++thread) {
    const std::string number = std::to_string(thread);
    summary.metrics.push_back({"Total Instructions Retired (Thread " + number + ")",
                               "The number of instructions retired by thread " + number,
                               thread < retired.size() ? retired[thread] : 0});
  }
  return summary;
}

}  // namespace

Status write_summary(os::Files& files, const std::string& folder, const package::Core& core,
                     const std::vector<const Machine*>& threads,
                     const std::vector<report::WorkloadEnd>& ends) {
  const std::string place = os::join(folder, "summary");
  AEX_CHECK(os::make_folders(files, place, os::Access::shared));
  const auto write = [&](report::Summary summary) {
    summary.workloads = ends;
    return write_json(files, os::join(place, "summary.json"), summary);
  };
  if (core.num_threads > 1) {
    std::vector<std::uint64_t> retired;
    for (const Machine* thread : threads) retired.push_back(thread->hart().retired);
    return write(summary_of_threads(core, retired));
  }
  const Machine& machine = *threads.front();
  const Model* model = machine.model();
  const ModelLevel level = model != nullptr ? model->level() : ModelLevel::counts;
  Counters counters = model != nullptr ? model->counters() : Counters();
  counters[Counter::instructions] = machine.hart().retired;
  AEX_CHECK(write(summary_of(core, counters, level)));
  return write_regions(files, place, core, machine, level);
}

}  // namespace aex::engine
