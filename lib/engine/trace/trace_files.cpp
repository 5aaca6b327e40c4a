#include "engine/trace/trace_files.hpp"

#include <algorithm>

#include "atlasexplorer/version.hpp"
#include "engine/isa/disassemble.hpp"
#include "engine/trace/tracer.hpp"
#include "os/scratch.hpp"
#include "report/inst_trace.hpp"
#include "report/stf/writer.hpp"

namespace aex::engine {
namespace {

using report::stf::TracedInstruction;

constexpr std::uint64_t kModeChange = UINT64_C(1) << 62;
constexpr std::uint64_t kUserMode = 0;
/* As in the cloud's traces. */
constexpr std::uint64_t kFeatures =
    1 | report::stf::kFeatureOperandValues | report::stf::kFeatureWideEvents;

/* A file that appears under its name when it is done. */
class Draft {
 public:
  static Result<Draft> create(os::Files& files, const std::string& folder,
                              const std::string& name) {
    AEX_CHECK(os::make_folders(files, folder, os::Access::shared));
    Draft draft(files, os::join(folder, name));
    AEX_TRY(draft.file_, files.create(draft.scratch_.path(), os::Access::shared));
    return draft;
  }

  os::WriteFile& file() { return *file_; }
  Status finish() {
    AEX_CHECK(file_->finish());
    file_.reset();
    return scratch_.keep_as(path_);
  }

 private:
  Draft(os::Files& files, std::string path)
      : path_(std::move(path)), scratch_(files, path_ + ".part") {}

  std::string path_;
  os::Scratch scratch_;
  std::unique_ptr<os::WriteFile> file_;
};

report::stf::TraceHeader header_of(const TraceOrder& order, std::uint64_t start_pc) {
  report::stf::TraceHeader header;
  header.generator_text = "atlasexplorer local engine " AEX_VERSION_TEXT;
  const std::uint8_t version[] = {AEX_VERSION_MAJOR, AEX_VERSION_MINOR, AEX_VERSION_PATCH};
  std::copy(std::begin(version), std::end(version), header.generator_version);
  header.features = kFeatures;
  header.start_pc = start_pc;
  if (order.instructions < order.retired) {
    header.comments.push_back("the first " + std::to_string(order.instructions) + " of " +
                              std::to_string(order.retired) + " instructions");
  }
  return header;
}

/* Lines, a buffer at a time. */
class Lines {
 public:
  explicit Lines(os::WriteFile& file) : file_(file) {}
  Status add(const std::string& text) {
    text_ += text;
    return text_.size() < kStreamBytes ? Status() : flush();
  }
  Status flush() {
    AEX_CHECK(file_.write(ByteView(text_)));
    text_.clear();
    return {};
  }

 private:
  os::WriteFile& file_;
  std::string text_;
};

Status write_instructions(const TraceOrder& order, Machine& machine, os::WriteFile& binary,
                          os::WriteFile& text) {
  const std::uint64_t wanted = std::min(order.instructions, order.retired);
  report::stf::TraceWriter writer(binary);
  AEX_CHECK(writer.begin(header_of(order, machine.hart().pc)));
  Lines lines(text);
  AEX_CHECK(lines.add(report::trace_heading(wanted, order.retired)));
  Tracer tracer(machine);
  Disassembler disassembler;
  TracedInstruction traced;
  for (std::uint64_t count = 0; count < wanted && tracer.step(traced); ++count) {
    if (count == 0) {
      traced.events.push_back({kModeChange, {kUserMode}});
      traced.event_target = traced.next_pc();
    }
    AEX_CHECK(writer.write(traced));
    const std::string code = disassembler.text(traced.pc, traced.opcode);
    AEX_CHECK(lines.add(report::trace_line(traced, code) + '\n'));
  }
  AEX_CHECK(lines.flush());
  return writer.finish();
}

}  // namespace

std::string stem_of(const std::string& name) {
  if (name.size() < 4) return name;
  const std::string suffix = name.substr(name.size() - 4);
  return suffix == ".elf" || suffix == ".ELF" ? name.substr(0, name.size() - 4) : name;
}

Status write_trace(os::Files& files, const TraceOrder& order, Machine& machine) {
  const std::string reports = os::join(order.root, "reports");
  const std::string folder = os::join(reports, stem_of(order.workload) + "_Instruction_Trace");
  AEX_TRY(Draft text, Draft::create(files, folder, "inst_trace.txt"));
  AEX_TRY(Draft binary,
          Draft::create(files, os::join(order.root, ".experiment"), order.workload + ".zstf"));
  AEX_CHECK(write_instructions(order, machine, binary.file(), text.file()));
  AEX_CHECK(binary.finish());
  return text.finish();
}

}  // namespace aex::engine
