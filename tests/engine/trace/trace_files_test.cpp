#include "engine/trace/trace_files.hpp"

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "engine/guest.hpp"
#include "report/report.hpp"
#include "report/stf/reader.hpp"
#include "support/shared_data.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;
using namespace report::stf;

std::string example(const std::string& name) {
  return AEX_SOURCE_DIR "/examples/workloads/" + name + ".elf";
}

/* Runs to the end and writes what there is into `folder`/reports and `folder`/.experiment. */
std::vector<WorkloadOutcome> run(const Folder& folder, const std::vector<std::string>& workloads,
                                 const char* core, std::uint64_t traced) {
  EngineLimits limits;
  limits.max_traced_instructions = traced;
  Result<Engine> engine = Engine::create(os::system_files(), workloads, core, limits);
  EXPECT_TRUE(engine.ok());
  Control control;
  while (!engine.value().advance(kPlenty, control).value().is_finished) continue;
  EXPECT_TRUE(engine.value().write_reports(folder / "reports").ok());
  return engine.value().outcomes();
}

struct Read {
  std::vector<std::string> comments;
  std::uint64_t count = 0;
};

Read read_trace(const std::string& path) {
  Read read;
  Result<TraceReader> reader = TraceReader::open(os::system_files(), path);
  EXPECT_TRUE(reader.ok()) << reader.error().message();
  read.comments = reader.value().header().comments;
  TracedInstruction instruction;
  for (;; ++read.count) {
    const Result<bool> next = reader.value().next(instruction);
    EXPECT_TRUE(next.ok()) << next.error().message();
    if (!next.ok() || !next.value()) return read;
  }
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(TraceFiles, HoldTheWholeRun) {
  const Folder folder;
  const auto outcomes = run(folder, {example("fractal")}, "I8500_(1_thread)", kPlenty);
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].retired, 290668u);
  EXPECT_FALSE(outcomes[0].output.empty());
  EXPECT_EQ(folder.names(".experiment"), "fractal.elf.zstf");
  EXPECT_EQ(folder.names("reports"),
            "fractal_Instruction_Counts fractal_Instruction_Trace fractal_Output summary");
  EXPECT_EQ(folder.names("reports/fractal_Instruction_Trace"), "inst_trace.txt");
  const Read read = read_trace(folder / ".experiment/fractal.elf.zstf");
  EXPECT_EQ(read.count, 290668u);
  EXPECT_TRUE(read.comments.empty());
  const std::string text = folder.read("reports/fractal_Instruction_Trace/inst_trace.txt");
  EXPECT_EQ(lines_of(text), 6 + 290668u);
  EXPECT_NE(text.find("\nTraced inst count = 290668\nTotal inst count  = 290668\n"),
            std::string::npos);
}

TEST(TraceFiles, SayWhereTheyAreCut) {
  const Folder folder;
  run(folder, {example("fractal")}, "I8500_(1_thread)", 1000);
  const Read read = read_trace(folder / ".experiment/fractal.elf.zstf");
  EXPECT_EQ(read.count, 1000u);
  EXPECT_EQ(read.comments, std::vector<std::string>{"the first 1000 of 290668 instructions"});
  const std::string text = folder.read("reports/fractal_Instruction_Trace/inst_trace.txt");
  EXPECT_EQ(lines_of(text), 6 + 1000u);
  EXPECT_NE(text.find("\nTraced inst count = 1000\n"), std::string::npos);
}

TEST(TraceFiles, AreThereForEachThread) {
  const Folder folder;
  const auto outcomes =
      run(folder, {example("fractal"), example("text")}, "I8500_(4_threads)", 5000);
  EXPECT_EQ(outcomes[1].retired, 383005u);
  EXPECT_EQ(folder.names(".experiment"), "fractal.elf.zstf text.elf.zstf");
  EXPECT_EQ(read_trace(folder / ".experiment/text.elf.zstf").count, 5000u);
}

TEST(TraceFiles, AreNotWrittenUnlessTheyAreWanted) {
  const Folder folder;
  run(folder, {example("fractal")}, "I8500_(1_thread)", 0);
  EXPECT_EQ(folder.names(), "reports");
  EXPECT_EQ(folder.names("reports"), "fractal_Instruction_Counts fractal_Output summary");
}

/* Its file equals the cloud's but for the named quirks of lock_step_test: so do its sizes. */
TEST(TraceFiles, HaveTheCloudsRecords) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Folder folder;
  run(folder, {data + "/mandelbrot_rv64_O0.elf"}, "I8500_(1_thread)", kPlenty);
  const std::string name = "/.experiment/mandelbrot_rv64_O0.elf.zstf";
  const auto table = [](const std::string& path) {
    const auto file = os::system_files().open(path);
    const Result<ChunkTable> read = ChunkTable::read(*file.value(), path);
    EXPECT_TRUE(read.ok());
    return read.ok() ? read.value() : ChunkTable();
  };
  const ChunkTable ours = table(folder.path() + name);
  const ChunkTable theirs = table(data + "/real_run_1_thread" + name);
  EXPECT_EQ(ours.instructions, theirs.instructions);
  ASSERT_EQ(ours.chunks.size(), theirs.chunks.size());
  EXPECT_EQ(ours.chunks[1].start_pc, theirs.chunks[1].start_pc);
  EXPECT_EQ(ours.chunks[1].raw_bytes, theirs.chunks[1].raw_bytes);
}

report::Report report_at(const std::string& path) {
  Result<report::Report> report = report::Report::open(os::system_files(), path);
  EXPECT_TRUE(report.ok()) << path;
  return report.ok() ? std::move(report).value() : report::Report();
}

TEST(RegionReports, HaveWhatTheCloudsHave) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Folder folder;
  run(folder, {data + "/mandelbrot_rv64_O0.elf"}, "I8500_(1_thread)", 0);
  EXPECT_EQ(folder.names("reports/summary"), "summary.json summary_roi_1.json summary_roi_2.json");
  const std::string theirs = data + "/real_run_1_thread/reports/summary/";
  EXPECT_EQ(report_at(folder / "reports/summary/summary_roi_1.json").total_instructions(), 196009);
  const report::Report unused = report_at(folder / "reports/summary/summary_roi_2.json");
  const report::Report real_unused = report_at(theirs + "summary_roi_2.json");
  EXPECT_GT(unused.metrics().size(), 20u);
  for (const report::Metric& metric : unused.metrics()) {
    ASSERT_NE(real_unused.find(metric.name), nullptr) << metric.name;
    EXPECT_EQ(metric.text, real_unused.find(metric.name)->text) << metric.name;
    EXPECT_EQ(metric.kind, real_unused.find(metric.name)->kind) << metric.name;
  }
}

TEST(RegionReports, AreAsManyAsThereAreRegions) {
  const Words twice = {kRoiBegin,         addi(a0, zero, 1),  kRoiEnd, kRoiBegin,
                       addi(a0, zero, 0), addi(a7, zero, 93), kEcall};
  const Folder folder;
  const std::string path = folder.write("twice.elf", elf_of(twice));
  run(folder, {path}, "I8500_(1_thread)", 0);
  EXPECT_EQ(folder.names("reports/summary"),
            "summary.json summary_roi_1.json summary_roi_2.json summary_roi_3.json");
  const auto instructions = [&](const char* name) {
    return report_at(folder / "reports/summary/" + name).total_instructions();
  };
  EXPECT_EQ(instructions("summary_roi_1.json"), 2);
  EXPECT_EQ(instructions("summary_roi_2.json"), 3) << "without an end it lasts to the end";
  EXPECT_EQ(instructions("summary_roi_3.json"), 0);
}

TEST(ThreadReports, SayWhatEachThreadRetired) {
  const Folder folder;
  run(folder, {example("fractal"), example("text")}, "I8500_(4_threads)", 0);
  const report::Report report = report_at(folder / "reports/summary/summary.json");
  const auto retired = [&](int thread) {
    const std::string name = "Total Instructions Retired (Thread " + std::to_string(thread) + ")";
    return report.find(name) != nullptr ? report.find(name)->integer : -1;
  };
  EXPECT_EQ(report.total_instructions(), 290668 + 383005);
  EXPECT_EQ(retired(0), 290668);
  EXPECT_EQ(retired(1), 383005);
  EXPECT_EQ(retired(2), 0);
  EXPECT_EQ(retired(3), 0);
  EXPECT_EQ(retired(4), -1);
  EXPECT_EQ(report.total_cycles(), std::nullopt);
}

}  // namespace
}  // namespace aex::engine
