#include "engine/model/model.hpp"

#include <gtest/gtest.h>

#include "engine/guest.hpp"
#include "engine/model/metrics.hpp"
#include "report/report.hpp"
#include "support/shared_data.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

MachinePointer run_modelled(MachinePointer machine, ModelLevel level,
                            std::uint64_t slice = kPlenty) {
  machine->attach(std::make_unique<Model>(level));
  while (machine->state() == Machine::State::running) machine->run(slice);
  EXPECT_EQ(failure_of(*machine), Code::ok);
  return machine;
}

Counters counters_of(const Words& code, ModelLevel level = ModelLevel::cycles) {
  return run_modelled(load_code(with_exit(code)), level)->model()->counters();
}

MachinePointer run_mandelbrot(const std::string& data, ModelLevel level,
                              std::uint64_t slice = kPlenty) {
  auto machine =
      Machine::load(os::system_files(), data + "/mandelbrot_rv64_O0.elf", 64, MachineLimits());
  EXPECT_TRUE(machine.ok());
  return run_modelled(std::move(machine).value(), level, slice);
}

struct Oracle {
  const char* name;
  double most_off; /**< counts */
};

/* How far the model may be from the cloud, by metric, as docs/engine.md says. */
constexpr Oracle kOracles[] = {
    {"Level 1 Instruction Cache (L1ICache) Hits", 109'405 * 0.007},
    {"Level 1 Instruction Cache (L1ICache) Misses", 9},
    {"Transition Lookaside Buffer (TLB) Hits", 109'405 * 0.007},
    {"Transition Lookaside Buffer (TLB) Misses", 0},
    {"Total Mispredicts Per 1K Instructions", 0.732355 * 0.05},
    {"Number of Bonded Loads", 8},
    {"Number of Bonded Stores", 8},
    {"Number of Misaligned Bonded Loads", 0},
    {"Number of Misaligned Bonded Stores", 0},
    {"Misaligned Loads", 0},
    {"Misaligned Stores", 0},
    {"Level 1 Data Cache (L1DCache) Hits", 76'092 * 0.0002},
    {"Level 1 Data Cache (L1DCache) Misses", 6},
    {"Data Translation Lookaside Buffer (DTLB) Hits", 76'090 * 0.0002},
    {"Data Translation Lookaside Buffer (DTLB) Misses", 1},
    {"Instructions Executed on Floating Point Unit (FPU) 0", 0},
    {"Instructions Executed on Floating Point Unit (FPU) 1", 0},
    {"Total Instructions Retired", 0},
};

double number(const std::variant<std::uint64_t, double>& value) {
  const auto* whole = std::get_if<std::uint64_t>(&value);
  return whole != nullptr ? static_cast<double>(*whole) : *std::get_if<double>(&value);
}

/* Every metric has the cloud's name, and those of kOracles are as near as they say. */
void compare(const Counters& counters, ModelLevel level, const std::string& summary) {
  const auto real = report::Report::open(os::system_files(), summary);
  ASSERT_TRUE(real.ok());
  std::size_t compared = 0;
  for (const report::SummaryMetric& metric : metrics_of(counters, level)) {
    const report::Metric* found = real.value().find(metric.name);
    ASSERT_NE(found, nullptr) << metric.name;
    if (metric.name != "Total Cycles Consumed") {
      EXPECT_EQ(metric.description, found->description);
    }
    for (const Oracle& oracle : kOracles) {
      if (metric.name != oracle.name) continue;
      EXPECT_NEAR(number(metric.value), found->real, oracle.most_off) << metric.name;
      ++compared;
    }
  }
  EXPECT_EQ(compared, sizeof kOracles / sizeof kOracles[0]);
}

class RealRun : public ::testing::TestWithParam<ModelLevel> {};

TEST_P(RealRun, CountsAsTheCloudDoes) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const MachinePointer machine = run_mandelbrot(data, GetParam());
  const std::string summaries = data + "/real_run_1_thread/reports/summary/";
  compare(machine->model()->counters(), GetParam(), summaries + "summary.json");
  ASSERT_EQ(machine->regions().size(), 1u);
  const Region& region = machine->regions()[0];
  compare(region.counters_after.since(region.counters_before), GetParam(),
          summaries + "summary_roi_1.json");
}

INSTANTIATE_TEST_SUITE_P(Levels, RealRun,
                         ::testing::Values(ModelLevel::caches, ModelLevel::cycles));

void expect_cycles(const Counters& counters, double measured, double share) {
  const auto estimate = estimate_of(counters, ModelLevel::cycles);
  EXPECT_NEAR(static_cast<double>(counters[Counter::cycles]), measured, measured * share);
  EXPECT_LT(static_cast<double>(estimate->low), measured);
  EXPECT_GT(static_cast<double>(estimate->high), measured);
}

TEST(Model, EstimatesTheCyclesOfTheCloud) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const MachinePointer machine = run_mandelbrot(data, ModelLevel::cycles);
  const Counters all = machine->model()->counters();
  const Region& region = machine->regions().at(0);
  const Counters inside = region.counters_after.since(region.counters_before);
  expect_cycles(all, 253'627, 0.02);
  expect_cycles(inside, 247'917, 0.02);
  expect_cycles(all.since(inside), 253'627 - 247'917, 0.15);
}

TEST(Model, DoesNotDependOnTheSlices) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Counters whole = run_mandelbrot(data, ModelLevel::cycles)->model()->counters();
  const Counters sliced = run_mandelbrot(data, ModelLevel::cycles, 10'007)->model()->counters();
  EXPECT_EQ(whole[Counter::instructions], sliced[Counter::instructions]);
  EXPECT_EQ(whole[Counter::mispredicts], sliced[Counter::mispredicts]);
  EXPECT_EQ(whole[Counter::l1i_accesses], sliced[Counter::l1i_accesses]);
  EXPECT_NEAR(static_cast<double>(whole[Counter::cycles]),
              static_cast<double>(sliced[Counter::cycles]), 40);
}

/* `body` repeated, and the cycles of one more repetition once the caches are warm. */
std::uint64_t cycles_of(const Words& body) {
  const auto cycles = [&](int times) {
    Words code = {lui(s0, kDataAddress >> 12), addi(t0, zero, times)};
    code.insert(code.end(), body.begin(), body.end());
    code.push_back(addi(t0, t0, -1));
    code.push_back(bne(t0, zero, -4 * static_cast<int>(body.size() + 1)));
    return counters_of(code)[Counter::cycles];
  };
  return (cycles(1001) - cycles(1)) / 1000;
}

/* What `instructions` more of a kind cost in a loop that has as many already. */
std::uint64_t cost_of(int instructions, std::uint32_t first, std::uint32_t second) {
  Words once, twice;
  for (int i = 0; i < 2 * instructions; ++i) {
    twice.push_back(i % 2 == 0 ? first : second);
    if (i < instructions) once.push_back(twice.back());
  }
  return cycles_of(twice) - cycles_of(once);
}

TEST(Model, WaitsForTheLatencyOfWhatIsUsed) {
  const std::uint32_t multiply = r_type(0x02000033, a0, a0, a0);
  const std::uint32_t divide = r_type(0x02004033, a0, a0, a0);
  const std::uint32_t count = addi(a0, a0, 1);
  EXPECT_EQ(cost_of(8, count, count), 8u);
  EXPECT_EQ(cost_of(8, multiply, multiply), 8 * 4u);
  EXPECT_EQ(cost_of(8, divide, divide), 8 * 22u);
  EXPECT_EQ(cost_of(8, ld(a0, s0, 0), r_type(0x33, s0, s0, a0)), 4 * (3u + 1));
}

TEST(Model, IssuesTwoIndependentInstructionsACycle) {
  EXPECT_EQ(cost_of(8, addi(a0, a0, 1), addi(a1, a1, 1)), 4u);
  EXPECT_EQ(cost_of(8, ld(a0, s0, 0), ld(a1, s0, 64)), 8u) << "one pipe for memory";
}

TEST(Model, BondsNeighboursOnly) {
  const auto bonds = [](const Words& body) {
    Words code = {lui(s0, kDataAddress >> 12)};
    code.insert(code.end(), body.begin(), body.end());
    return counters_of(code, ModelLevel::caches);
  };
  EXPECT_EQ(bonds({ld(a0, s0, 0), ld(a1, s0, 8)})[Counter::bonded_loads], 1u);
  EXPECT_EQ(bonds({ld(a0, s0, 8), ld(a1, s0, 0)})[Counter::bonded_loads], 1u);
  EXPECT_EQ(bonds({ld(a0, s0, 0), ld(a1, s0, 16)})[Counter::bonded_loads], 0u);
  EXPECT_EQ(bonds({ld(a0, s0, 0), ld(a1, s0, 8), ld(a2, s0, 16)})[Counter::bonded_loads], 1u);
  EXPECT_EQ(bonds({sd(a0, s0, 0), sd(a1, s0, 8)})[Counter::bonded_stores], 1u);
  const Counters crooked = bonds({sd(a0, s0, 8), sd(a1, s0, 16)});
  EXPECT_EQ(crooked[Counter::misaligned_store_bonds], 1u);
  EXPECT_EQ(crooked[Counter::l1d_accesses], 2u);
  EXPECT_EQ(bonds({ld(a0, s0, 1)})[Counter::misaligned_loads], 1u);
}

/* A loop over `bytes` of memory, a line at a time, twice. */
Counters walk(std::uint32_t bytes) {
  const Words code =
      with_exit({addi(t2, zero, 2), lui(s0, 0x40), lui(t1, 0x40 + bytes / 4096), ld(a0, s0, 0),
                 addi(s0, s0, 64), bne(s0, t1, -8), addi(t2, t2, -1), bne(t2, zero, -24)});
  const std::string text = code_bytes(code);
  MachinePointer machine =
      load_elf(elf_of({{5, kCodeAddress, text, text.size()}, {6, 0x40000, "", bytes}}));
  return run_modelled(std::move(machine), ModelLevel::caches)->model()->counters();
}

TEST(Model, KeepsInTheCacheWhatFits) {
  EXPECT_EQ(walk(32 * 1024)[Counter::l1d_misses], 512u);
  EXPECT_EQ(walk(128 * 1024)[Counter::l1d_misses], 2 * 2048u);
  EXPECT_EQ(walk(128 * 1024)[Counter::l2_lines], 2048u);
}

TEST(Model, TakesBothLinkRegistersForCalls) {
  const auto mispredicts = [](std::uint32_t link, std::uint32_t other) {
    // Two calls by turns, so that the last target of the return is never the next one.
    return counters_of(
        with_exit({addi(t2, zero, 50), jal(link, 20), jal(link, 16), addi(t2, t2, -1),
                   bne(t2, zero, -12), jal(zero, 8), jalr(zero, other, 0)}))[Counter::mispredicts];
  };
  EXPECT_LE(mispredicts(ra, ra), 4u);
  EXPECT_LE(mispredicts(t0, t0), 4u);
  EXPECT_GE(mispredicts(t1, t1), 90u);
}

TEST(Model, CountsWhatItIsLeastSureOf) {
  const std::uint32_t amoadd = 0x0000302f | a1 << 7 | s0 << 15 | a1 << 20;
  const Counters counters =
      counters_of(with_exit({lui(s0, kDataAddress >> 12), r_type(0x02004033, a0, a0, a0), amoadd,
                             0x0ff0000f, r_type(0x1a000053 | 1 << 25, 1, 1, 1)}));
  EXPECT_EQ(counters[Counter::divider_cycles], 22u + 32);
  EXPECT_EQ(counters[Counter::atomics], 2u);
}

/* The interval of 100,000 cycles with `amount` of `counter`. */
report::CycleEstimate interval_with(Counter counter, std::uint64_t amount) {
  Counters counters;
  counters[Counter::cycles] = 100'000;
  counters[counter] = amount;
  return *estimate_of(counters, ModelLevel::cycles);
}

TEST(Model, IsLessSureOfWhatItKnowsLessOf) {
  const report::CycleEstimate plain = interval_with(Counter::instructions, 1);
  EXPECT_EQ(plain.low, 85'000u);
  EXPECT_EQ(plain.high, 133'000u);
  const report::CycleEstimate divides = interval_with(Counter::divider_cycles, 50'000);
  EXPECT_EQ(divides.low, 42'500u + 12'500);
  EXPECT_EQ(divides.high, plain.high);
  const report::CycleEstimate mispredicts = interval_with(Counter::mispredicts, 5'000);
  EXPECT_EQ(mispredicts.low, 51'000u + 12'000);
  EXPECT_EQ(mispredicts.high, plain.high + 20'000);
  const report::CycleEstimate memory = interval_with(Counter::memory_lines, 1'000);
  EXPECT_EQ(memory.low, 25'000u);  // 190 cycles each are more than there are
  EXPECT_EQ(memory.high, plain.high + 190'000);
  EXPECT_EQ(interval_with(Counter::dtlb_misses, 10).high, plain.high + 200);
  EXPECT_EQ(interval_with(Counter::atomics, 10).high, plain.high + 200);
}

TEST(Model, LeavesOutWhatIsNotModelled) {
  Counters counters;
  counters[Counter::instructions] = 5;
  EXPECT_EQ(metrics_of(counters, ModelLevel::counts).size(), 1u);
  EXPECT_FALSE(estimate_of(counters, ModelLevel::counts).has_value());
  EXPECT_FALSE(estimate_of(counters, ModelLevel::caches).has_value());
  EXPECT_EQ(metrics_of(counters, ModelLevel::caches)[0].name, "Total Instructions Retired");
  EXPECT_EQ(metrics_of(counters, ModelLevel::cycles)[0].name, "Total Cycles Consumed");
}

}  // namespace
}  // namespace aex::engine
