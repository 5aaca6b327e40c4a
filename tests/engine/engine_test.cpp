#include "engine/engine.hpp"

#include <gtest/gtest.h>

#include "engine/guest.hpp"
#include "report/report.hpp"
#include "support/shared_data.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

constexpr char kOneThread[] = "I8500_(1_thread)";
constexpr char kTwoThreads[] = "I8500_(2_threads)";

Result<Engine> create(const std::vector<std::string>& workloads, const char* core = kOneThread,
                      const EngineLimits& limits = {}) {
  return Engine::create(os::system_files(), workloads, core, limits);
}

/* Runs to the end in slices; the number of slices. */
int finish(Engine& engine, std::uint64_t slice = kPlenty) {
  Control control;
  for (int slices = 1;; ++slices) {
    const Result<Progressed> progressed = engine.advance(slice, control);
    EXPECT_TRUE(progressed.ok()) << progressed.error().message();
    if (!progressed.ok() || progressed.value().is_finished) return slices;
  }
}

std::string example(const std::string& name) {
  return AEX_SOURCE_DIR "/examples/workloads/" + name + ".elf";
}

std::optional<std::int64_t> instructions_in(const Folder& folder) {
  const auto report = report::Report::open(os::system_files(), folder / "summary/summary.json");
  EXPECT_TRUE(report.ok());
  return report.ok() ? report.value().total_instructions() : std::nullopt;
}

TEST(Engine, EqualsTheCloudsCountsByteForByte) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Folder folder;
  Result<Engine> engine = create({data + "/mandelbrot_rv64_O0.elf"});
  ASSERT_TRUE(engine.ok()) << engine.error().message();
  finish(engine.value());
  ASSERT_TRUE(engine.value().write_reports(folder.path()).ok());
  EXPECT_EQ(folder.names(), "mandelbrot_rv64_O0_Instruction_Counts summary");
  EXPECT_EQ(folder.names("mandelbrot_rv64_O0_Instruction_Counts"), "inst_counts.txt");
  const std::string report = "/mandelbrot_rv64_O0_Instruction_Counts/inst_counts.txt";
  const auto real =
      os::read_text(os::system_files(), data + "/real_run_1_thread/reports" + report, 1 << 20);
  ASSERT_TRUE(real.ok());
  EXPECT_EQ(folder.read(report), real.value());
  EXPECT_EQ(instructions_in(folder), 196626);
}

TEST(Engine, RunsTheExampleWorkloadsWithTheCountsOfTheirReadme) {
  const auto readme =
      os::read_text(os::system_files(), AEX_SOURCE_DIR "/examples/workloads/README.md", 1 << 16);
  ASSERT_TRUE(readme.ok());
  for (const char* name : {"bits", "fractal", "matmul", "sort", "text"}) {
    Result<Engine> engine = create({example(name)});
    ASSERT_TRUE(engine.ok()) << engine.error().message();
    finish(engine.value());
    const WorkloadOutcome outcome = engine.value().outcomes()[0];
    EXPECT_EQ(outcome.exit_status, 0) << name;
    EXPECT_TRUE(outcome.unknown_calls.empty()) << name;
    EXPECT_FALSE(outcome.output.empty()) << name;
    std::string count = std::to_string(outcome.retired);
    for (std::size_t at = count.size(); at > 3;) count.insert(at -= 3, ",");
    const std::size_t row = readme.value().find("| `" + outcome.name + "`");
    ASSERT_NE(row, std::string::npos) << name;
    const std::string line = readme.value().substr(row, readme.value().find('\n', row) - row);
    EXPECT_EQ(line.substr(line.size() - count.size() - 4), "| " + count + " |") << name;
  }
}

TEST(Engine, WritesTheSameReportsInSlicesOfAnyLength) {
  const auto report = [](std::uint64_t slice) {
    const Folder folder;
    Result<Engine> engine = create({example("text")});
    const int slices = finish(engine.value(), slice);
    EXPECT_EQ(slices > 1, slice < 383005);
    EXPECT_TRUE(engine.value().write_reports(folder.path()).ok());
    return folder.read("text_Instruction_Counts/inst_counts.txt");
  };
  const std::string whole = report(kPlenty);
  EXPECT_NE(whole.find("Total inst count = 383,005"), std::string::npos);
  EXPECT_EQ(report(1234), whole);
  EXPECT_EQ(report(77'777), whole);
}

TEST(Engine, RunsAWorkloadOnEachThread) {
  const Folder folder;
  Result<Engine> engine = create({example("fractal"), example("text")}, kTwoThreads);
  ASSERT_TRUE(engine.ok());
  EXPECT_GT(finish(engine.value(), 100'000), 6);
  EXPECT_EQ(engine.value().outcomes()[0].retired, 290668u);
  EXPECT_EQ(engine.value().outcomes()[1].retired, 383005u);
  ASSERT_TRUE(engine.value().write_reports(folder.path()).ok());
  EXPECT_EQ(folder.names(),
            "fractal_Instruction_Counts fractal_Output summary text_Instruction_Counts "
            "text_Output");
  EXPECT_NE(folder.read("summary/summary.json").find("Total Instructions Retired (All Threads)"),
            std::string::npos);
  EXPECT_EQ(instructions_in(folder), 290668 + 383005);
}

report::WorkloadEnd end_in(const Folder& folder) {
  auto report = report::Report::open(os::system_files(), folder / "summary/summary.json");
  EXPECT_TRUE(report.ok() && report.value().workloads().size() == 1);
  return report.value().workloads().at(0);
}

TEST(Engine, KeepsWhatAWorkloadWrote) {
  const Folder folder;
  Result<Engine> engine = create({example("text")});
  finish(engine.value());
  const std::string wrote = engine.value().outcomes()[0].output;
  ASSERT_TRUE(engine.value().write_reports(folder.path()).ok());
  ASSERT_FALSE(wrote.empty());
  EXPECT_EQ(folder.read("text_Output/output.txt"), wrote);
  const report::WorkloadEnd end = end_in(folder);
  EXPECT_EQ(end.name, "text.elf");
  EXPECT_EQ(end.output, "reports/text_Output/output.txt");
  EXPECT_FALSE(end.is_output_cut);
}

TEST(Engine, SaysHowAWorkloadEndedAndWhatItMissed) {
  const Folder folder;
  const Words words = {addi(a7, zero, 999), kEcall, addi(a0, zero, 7), addi(a7, zero, 93), kEcall};
  Result<Engine> engine = create({folder.write("seven.elf", elf_of(words))});
  finish(engine.value());
  ASSERT_TRUE(engine.value().write_reports(folder.path()).ok());
  const report::WorkloadEnd end = end_in(folder);
  EXPECT_EQ(end.name, "seven.elf");
  EXPECT_EQ(end.exit_status, 7);
  EXPECT_EQ(end.output, "");
  EXPECT_EQ(end.unknown_system_calls, std::vector<std::uint64_t>{999});
  EXPECT_TRUE(end.unknown_semihosting.empty());
}

TEST(Engine, NamesItselfAndWhatItDoesNotModelIsAbsent) {
  const Folder folder;
  Result<Engine> engine = create({example("fractal")});
  finish(engine.value());
  ASSERT_TRUE(engine.value().write_reports(folder.path()).ok());
  const auto report = report::Report::open(os::system_files(), folder / "summary/summary.json");
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().simulator(), "atlasexplorer local engine");
  EXPECT_EQ(report.value().core(), kOneThread);
  EXPECT_EQ(report.value().find("Load Queue Full Stall (cycles)"), nullptr);
}

/* The report of a run with a level of the model. */
Result<report::Report> report_at(ModelLevel level, const char* core = kOneThread) {
  const Folder folder;
  EngineLimits limits;
  limits.model = level;
  Result<Engine> engine = create({example("fractal")}, core, limits);
  finish(engine.value());
  EXPECT_TRUE(engine.value().write_reports(folder.path()).ok());
  return report::Report::open(os::system_files(), folder / "summary/summary.json");
}

TEST(Engine, LabelsItsCyclesAsAnEstimateWithAnInterval) {
  const Result<report::Report> report = report_at(ModelLevel::cycles);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report.value().total_cycles_is_estimate());
  ASSERT_TRUE(report.value().cycle_interval().has_value());
  EXPECT_LT(report.value().cycle_interval()->low, report.value().total_cycles());
  EXPECT_GT(report.value().cycle_interval()->high, report.value().total_cycles());
  EXPECT_FALSE(report.value().cycle_interval()->model.empty());
}

TEST(Engine, GivesNoCyclesWhereThereIsNoModel) {
  for (const auto& report : {report_at(ModelLevel::counts), report_at(ModelLevel::caches),
                             report_at(ModelLevel::cycles, kTwoThreads)}) {
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report.value().total_cycles(), std::nullopt);
    EXPECT_FALSE(report.value().total_cycles_is_estimate());
    EXPECT_EQ(report.value().find("Instructions Per Cycle (IPC)"), nullptr);
  }
}

TEST(Engine, RefusesWhatItCannotRun) {
  EXPECT_EQ(create({}).error().code(), Code::invalid_argument);
  EXPECT_EQ(create({example("text"), example("sort")}).error().code(), Code::invalid_argument);
  const Result<Engine> unknown = create({example("text")}, "P8500");
  EXPECT_EQ(unknown.error().code(), Code::core_unknown);
  EXPECT_NE(unknown.error().detail().find("I8500_(4_threads)"), std::string::npos);
  const Folder folder;
  EXPECT_EQ(create({folder.write("a.elf", "no")}).error().code(), Code::elf_not_elf);
  EXPECT_EQ(create({folder / "b.elf"}).error().code(), Code::file_missing);
}

TEST(Engine, KeepsToItsBudget) {
  const Folder folder;
  const std::string path = folder.write("loop.elf", elf_of(Words{jal(zero, 0)}));
  EngineLimits limits;
  limits.max_instructions = 5'000'000;
  Result<Engine> engine = create({path}, kOneThread, limits);
  Control control;
  const Result<Progressed> progressed = engine.value().advance(kPlenty, control);
  ASSERT_FALSE(progressed.ok());
  EXPECT_EQ(progressed.error().code(), Code::guest_budget);
  EXPECT_NE(progressed.error().detail().find("loop.elf"), std::string::npos);
  EXPECT_EQ(engine.value().outcomes()[0].retired, 5'000'000u);
}

TEST(Engine, CanBeCancelledAndGoesOnLater) {
  const Folder folder;
  Result<Engine> engine = create({example("sort")});
  const auto hook = [](const Progress& progress, void*) {
    return progress.done_bytes >= 1'000'000;
  };
  Control stopping(hook, nullptr);
  const Result<Progressed> stopped = engine.value().advance(kPlenty, stopping);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code(), Code::cancelled);
  finish(engine.value());
  EXPECT_EQ(engine.value().outcomes()[0].retired, 1565125u);
}

TEST(Engine, AFaultComesWithTheGuestsLastLine) {
  const Folder folder;
  const std::string text = "first\nthe \x1b reason\n\n";
  const std::string code =
      code_bytes({addi(a0, zero, 1), lui(a1, kDataAddress >> 12), addi(a2, zero, int(text.size())),
                  addi(a7, zero, 64), kEcall, ld(a0, zero, 0)});
  const std::string elf =
      elf_of({{5, kCodeAddress, code, code.size()}, {6, kDataAddress, text, 4096}});
  Result<Engine> engine = create({folder.write("talks.elf", elf)});
  Control control;
  const Result<Progressed> progressed = engine.value().advance(kPlenty, control);
  ASSERT_FALSE(progressed.ok());
  EXPECT_EQ(progressed.error().code(), Code::guest_bad_access);
  const std::string& detail = progressed.error().detail();
  EXPECT_NE(detail.find("its last line of output: the   reason"), std::string::npos) << detail;
  EXPECT_EQ(detail.find("first"), std::string::npos);
}

TEST(Engine, ReportsAGuestsFault) {
  const Folder folder;
  Result<Engine> engine = create({folder.write("wild.elf", elf_of(Words{ld(a0, zero, 0)}))});
  Control control;
  const Result<Progressed> progressed = engine.value().advance(kPlenty, control);
  ASSERT_FALSE(progressed.ok());
  EXPECT_EQ(progressed.error().code(), Code::guest_bad_access);
  EXPECT_NE(progressed.error().detail().find("wild.elf"), std::string::npos);
}

}  // namespace
}  // namespace aex::engine
