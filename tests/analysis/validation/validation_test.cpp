#include "analysis/validation/validation.hpp"

#include "engine/engine.hpp"
#include "support/folder.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

using namespace aex::testing;

struct Row {
  const char* name;
  const char* value; /**< JSON */
};

std::string summary(const std::vector<Row>& rows) {
  std::string text = R"({"Statistics": {"Summary Performance Report": {)";
  for (const Row& row : rows) {
    text +=
        std::string("\"") + row.name + R"(": {"desc": "", "vis": 1, "val": )" + row.value + "},";
  }
  text += R"("ordering": []}}, "siminfo": {"name": "a"}, "report_metadata": {"arch": "b"}})";
  return text;
}

/* A result in `folder` / `name`, with a summary and the summary of a region. */
report::ResultsDir result_in(const Folder& folder, const std::string& name,
                             const std::vector<Row>& whole, const std::vector<Row>* region) {
  const std::string place = name + "/reports/summary";
  EXPECT_TRUE(os::make_folders(os::system_files(), folder / place, os::Access::shared).ok());
  folder.write(place + "/summary.json", summary(whole));
  if (region != nullptr) folder.write(place + "/summary_roi_1.json", summary(*region));
  auto found = report::find_results(os::system_files(), folder / name);
  EXPECT_TRUE(found.ok());
  return std::move(found).value();
}

Validation compare_rows(const std::vector<Row>& cloud, const std::vector<Row>& local) {
  const Folder folder;
  auto validation = compare(os::system_files(), result_in(folder, "cloud", cloud, &cloud),
                            result_in(folder, "local", local, nullptr), {});
  EXPECT_TRUE(validation.ok()) << validation.error().message();
  return std::move(validation).value();
}

TEST(Validation, TellsWhatIsExactModelledAndNotModelled) {
  const Validation validation =
      compare_rows({{"Total Instructions Retired", "10"}, {"Hits", "8"}, {"Stalls", "3"}},
                   {{"Total Instructions Retired", "10"}, {"Hits", "6"}, {"Bonds", "2"}});
  EXPECT_EQ(validation.contradiction(), "");
  const std::vector<ComparedMetric>& metrics = validation.summaries[0].metrics;
  ASSERT_EQ(metrics.size(), 4u);
  EXPECT_EQ(metrics[0].basis, Basis::exact);
  EXPECT_EQ(metrics[0].percent(), 0);
  EXPECT_EQ(metrics[1].basis, Basis::modelled);
  EXPECT_EQ(metrics[1].percent(), -25);
  EXPECT_EQ(metrics[2].basis, Basis::not_modelled);
  EXPECT_FALSE(metrics[2].local.has_value());
  EXPECT_FALSE(metrics[2].percent().has_value());
  EXPECT_EQ(metrics[3].basis, Basis::modelled);
  EXPECT_FALSE(metrics[3].cloud.has_value());
  ASSERT_EQ(validation.summaries.size(), 2u);
  EXPECT_EQ(validation.summaries[1].metrics[0].basis, Basis::not_modelled) << "of no local region";
}

TEST(Validation, NamesWhatIsExactAndDiffers) {
  const Validation validation = compare_rows({{"Total Instructions Retired (Thread 1)", "10"}},
                                             {{"Total Instructions Retired (Thread 1)", "11"}});
  EXPECT_EQ(validation.contradiction(),
            "Total Instructions Retired (Thread 1) of summary.json: 10 in the cloud, 11 here");
}

TEST(Validation, ARatioOfNothingIsNoNumber) {
  const Validation validation = compare_rows({{"Percent", "\"nan\""}}, {{"Percent", "50.5"}});
  const ComparedMetric& metric = validation.summaries[0].metrics[0];
  EXPECT_FALSE(metric.cloud.has_value());
  EXPECT_FALSE(metric.differs());
  EXPECT_FALSE(metric.is_whole);
}

/* Runs `elf` here and leaves the result in `folder`. */
report::ResultsDir run_here(const Folder& folder, const std::string& elf) {
  auto engine = engine::Engine::create(os::system_files(), {elf}, "I8500_(1_thread)");
  EXPECT_TRUE(engine.ok());
  Control control;
  EXPECT_TRUE(engine.value().advance(1u << 20, control).ok());
  EXPECT_TRUE(engine.value().write_reports(folder / "reports").ok());
  auto found = report::find_results(os::system_files(), folder.path());
  EXPECT_TRUE(found.ok());
  return std::move(found).value();
}

TEST(Validation, OfTheRealResult) {
  AEX_SHARED_DATA_OR_SKIP(data);
  os::Files& files = os::system_files();
  const auto cloud = report::find_results(files, data + "/real_run_1_thread");
  ASSERT_TRUE(cloud.ok());
  const auto run = find_recorded_run(files, cloud.value(), {});
  ASSERT_TRUE(run.ok()) << run.error().message();
  EXPECT_EQ(run.value().core, "I8500_(1_thread)");
  ASSERT_EQ(run.value().workloads.size(), 1u);
  const Folder folder;
  const report::ResultsDir local = run_here(folder, run.value().workloads[0].path);
  const auto validation = compare(files, cloud.value(), local, run.value().workloads);
  ASSERT_TRUE(validation.ok()) << validation.error().message();
  EXPECT_EQ(validation.value().contradiction(), "");
  ASSERT_EQ(validation.value().summaries.size(), 3u);
  const ComparedSummary& whole = validation.value().summaries[0];
  EXPECT_EQ(whole.is_in_interval(), true);
  EXPECT_EQ(whole.metrics[0].name, "Total Cycles Consumed");
  EXPECT_LT(std::abs(*whole.metrics[0].percent()), 2);
  const ComparedSummary& region = validation.value().summaries[1];
  EXPECT_EQ(region.name, "summary_roi_1.json");
  EXPECT_EQ(region.metrics[1].cloud, 196009);
  EXPECT_EQ(region.metrics[1].local, 196009);
  EXPECT_TRUE(validation.value().summaries[2].is_empty());
  ASSERT_EQ(validation.value().counts.size(), 1u);
  EXPECT_EQ(validation.value().counts[0].addresses, 379u);
  EXPECT_TRUE(validation.value().counts[0].differing.empty());
}

TEST(Validation, ListsAddressesThatDiffer) {
  AEX_SHARED_DATA_OR_SKIP(data);
  os::Files& files = os::system_files();
  const std::string elf = AEX_SOURCE_DIR "/examples/workloads/text.elf";
  const auto cloud = report::find_results(files, data + "/real_run_1_thread");
  ASSERT_TRUE(cloud.ok());
  const Folder folder;
  const report::ResultsDir local = run_here(folder, elf);
  const auto validation = compare(files, cloud.value(), local, {{"mandelbrot_rv64_O0.elf", elf}});
  ASSERT_TRUE(validation.ok()) << validation.error().message();
  const ComparedCounts& counts = validation.value().counts[0];
  ASSERT_FALSE(counts.differing.empty());
  EXPECT_LE(counts.differing.size(), counts.addresses);
  for (std::size_t i = 1; i < counts.differing.size(); ++i) {
    EXPECT_LT(counts.differing[i - 1].address, counts.differing[i].address);
    EXPECT_NE(counts.differing[i].cloud, counts.differing[i].local);
  }
  EXPECT_NE(validation.value().contradiction(), "");
}

TEST(RecordedRun, ThreadsTakeTheirOwnFiles) {
  const Folder folder;
  const report::ResultsDir results =
      result_in(folder, "cloud", {{"Total Instructions Retired (All Threads)", "1"}}, nullptr);
  folder.write("cloud/config.json",
               R"({"core": "c", "workload": [{"elf": "x/one.elf"}, {"elf": "x/two.elf"}]})");
  folder.write("cloud/two.elf", "2");
  const std::string other = folder.write("one.elf", "1");
  os::Files& files = os::system_files();
  const auto run = find_recorded_run(files, results, {other});
  ASSERT_TRUE(run.ok()) << run.error().message();
  EXPECT_EQ(run.value().workloads[0].path, other);
  EXPECT_EQ(run.value().workloads[1].path, folder / "cloud/two.elf");
  const auto foreign = find_recorded_run(files, results, {other, folder / "three.elf"});
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().code(), Code::invalid_argument);
}

}  // namespace
}  // namespace aex::analysis
