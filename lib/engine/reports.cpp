#include "engine/reports.hpp"

#include "atlasexplorer/version.hpp"
#include "engine/isa/disassemble.hpp"
#include "engine/model/metrics.hpp"
#include "os/scratch.hpp"
#include "report/inst_counts.hpp"
#include "report/summary_writer.hpp"

namespace aex::engine {
namespace {

constexpr char kEngineName[] = "atlasexplorer local engine";

std::string without_elf_suffix(const std::string& name) {
  if (name.size() < 4) return name;
  const std::string suffix = name.substr(name.size() - 4);
  return suffix == ".elf" || suffix == ".ELF" ? name.substr(0, name.size() - 4) : name;
}

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

/* The disassembler wants to see the instructions in the order in which they are printed. */
void add_texts(std::vector<report::InstructionCount>& lines,
               const std::vector<report::CodeBlock>& blocks) {
  Disassembler disassembler;
  for (const report::CodeBlock& block : blocks) {
    for (std::size_t i = block.first; i < block.first + block.length; ++i) {
      lines[i].text = disassembler.text(lines[i].address, lines[i].opcode);
    }
  }
}

}  // namespace

Status write_counts(os::Files& files, const std::string& folder, const std::string& workload,
                    Machine& machine) {
  std::vector<report::InstructionCount> lines;
  for (const Count& count : machine.counts()) lines.push_back(line_of(count, machine.strides()));
  const std::vector<report::CodeBlock> blocks = report::arrange(lines);
  add_texts(lines, blocks);
  const std::string place = os::join(folder, without_elf_suffix(workload) + "_Instruction_Counts");
  AEX_CHECK(os::make_folders(files, place, os::Access::shared));
  const std::string path = os::join(place, "inst_counts.txt");
  os::Scratch scratch(files, path + ".part");
  AEX_TRY(std::unique_ptr<os::WriteFile> file, files.create(scratch.path(), os::Access::shared));
  AEX_CHECK(report::write_inst_counts(lines, blocks, *file));
  AEX_CHECK(file->finish());
  file.reset();
  return scratch.keep_as(path);
}

Status write_summary(os::Files& files, const std::string& folder, const package::Core& core,
                     const std::vector<std::uint64_t>& retired, const Model* model) {
  std::uint64_t total = 0;
  for (const std::uint64_t thread : retired) total += thread;
  report::Summary summary{core.name, kEngineName, AEX_VERSION_TEXT, {}, {}};
  if (core.num_threads == 1) {
    Counters counters;
    counters[Counter::instructions] = total;
    const ModelLevel level = model != nullptr ? model->level() : ModelLevel::counts;
    if (model != nullptr) counters = model->counters();
    summary.metrics = metrics_of(counters, level);
    summary.estimate = estimate_of(counters, level);
  } else {
    summary.metrics.push_back({"Total Instructions Retired (All Threads)",
                               "The total number of instructions retired by all threads", total});
  }
  const std::string place = os::join(folder, "summary");
  AEX_CHECK(os::make_folders(files, place, os::Access::shared));
  return os::write_atomically(files, os::join(place, "summary.json"),
                              ByteView(report::summary_json(summary)), os::Access::shared);
}

}  // namespace aex::engine
