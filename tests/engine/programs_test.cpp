/* Programs of the C libraries that users of these cores build, made on the spot by the cross
 * compilers that are here. */
#include <gtest/gtest.h>
#include <stdlib.h>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

struct Build {
  const char* name;
  const char* compiler;
  const char* options;
  bool has_output; /**< and an exit status */
};

std::ostream& operator<<(std::ostream& out, const Build& build) { return out << build.name; }

constexpr char kBare[] = "riscv64-unknown-elf-gcc";
constexpr char kLinux[] = "riscv64-linux-gnu-gcc";
#define PICOLIBC "--specs=picolibc.specs -mcmodel=medany "
#define DOUBLES PICOLIBC "-march=rv64gc -mabi=lp64d "

constexpr Build kBuilds[] = {
    {"PicolibcSemihosting", kBare, DOUBLES "--crt0=semihost --oslib=semihost", true},
    {"PicolibcHosted", kBare, DOUBLES "--crt0=hosted --oslib=semihost", true},
    {"PicolibcDefaultStart", kBare, DOUBLES "--oslib=dummyhost", false},
    {"PicolibcDefaultStartWithOutput", kBare, DOUBLES "--oslib=semihost", true},
    {"PicolibcWithoutFloat", kBare,
     PICOLIBC "-march=rv64imac -mabi=lp64 --crt0=hosted --oslib=semihost", true},
    {"PicolibcElsewhere", kBare,
     DOUBLES
     "--crt0=semihost --oslib=semihost -Wl,--defsym=__flash=0x80000000,"
     "--defsym=__flash_size=0x400000,--defsym=__ram=0x80400000,--defsym=__ram_size=0x200000",
     true},
    {"PicolibcStripped", kBare, DOUBLES "--crt0=semihost --oslib=semihost -s", true},
    {"GlibcStatic", kLinux, "-static", true},
    {"GlibcStaticPie", kLinux, "-static-pie", true},
    {"GlibcStaticOptimized", kLinux, "-static -O3", true},
};

/* A trial link: some cross compilers come without start-up code for -static-pie, or without a
 * library. */
bool is_present(const Build& build) {
  const std::string trial =
      std::string("echo '#include <stdio.h>\nint main(void) { return 0; }' | ") + build.compiler +
      ' ' + build.options + " -x c - -o /dev/null >/dev/null 2>&1";
  return system(trial.c_str()) == 0;
}

class Programs : public ::testing::TestWithParam<Build> {};

TEST_P(Programs, RunToTheirEnd) {
  const Build build = GetParam();
  if (!is_present(build)) {
    GTEST_SKIP() << build.compiler << " does not link with " << build.options << " here";
  }
  const Folder folder;
  const std::string elf = folder / "program.elf";
  const std::string command = std::string(build.compiler) + " -O1 " + build.options + " -o " + elf +
                              " " AEX_SOURCE_DIR "/tests/engine/guests/program.c";
  const bool is_built = system(command.c_str()) == 0;
  if (!is_built && command.find("-static-pie") != std::string::npos) {
    GTEST_SKIP() << "the C library's package lacks the start file of PIE: " << command;
  }
  ASSERT_TRUE(is_built) << command;
  auto loaded = Machine::load(os::system_files(), elf, 64, {});
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  Machine& machine = *loaded.value();
  machine.run(kPlenty);
  ASSERT_EQ(machine.state(), Machine::State::exited)
      << (failure_of(machine) != Code::ok ? machine.failure().message() : "still runs");
  EXPECT_TRUE(machine.kernel().unknown_calls().empty());
  EXPECT_GT(machine.hart().retired, 1000u);
  EXPECT_EQ(machine.hart().is_bare_metal, build.compiler == kBare);
  if (!build.has_output) return;
  EXPECT_EQ(machine.kernel().output(), "answer: beta 42 1000\n");
  const bool ends_by_exit = std::string(build.name).find("DefaultStart") == std::string::npos;
  EXPECT_EQ(machine.kernel().exit_status(), ends_by_exit ? 7 : 0);
}

INSTANTIATE_TEST_SUITE_P(Libraries, Programs, ::testing::ValuesIn(kBuilds),
                         ::testing::PrintToStringParamName());

TEST(BareMetal, FindsMemoryOnlyWhenItIsBareMetal) {
  const Words far_store = {lui(t0, 0x40), sd(t0, t0, 0)};
  EXPECT_EQ(failure_of(*run_code(far_store)), Code::guest_bad_access);
  const std::uint32_t read_mstatus = 0x300022f3;
  const std::uint32_t wfi = 0x10500073;
  const MachinePointer machine = run_code({read_mstatus, lui(t0, 0x40), sd(t0, t0, 0), wfi});
  EXPECT_EQ(machine->state(), Machine::State::exited);
  EXPECT_EQ(machine->hart().retired, 4u);
  const MachinePointer halted = run_code({lui(sp, 0x40), sd(t0, sp, 0), jal(zero, 0)});
  EXPECT_EQ(halted->state(), Machine::State::exited);
}

TEST(BareMetal, CodeStaysReadOnly) {
  const Words code = {lui(sp, 0x40), sd(t0, sp, 0), lui(t0, 0x10), sd(t0, t0, 0)};
  EXPECT_EQ(failure_of(*run_code(code)), Code::guest_bad_access);
}

TEST(BareMetal, RegistersOfMachineModeKeepWhatIsWritten) {
  const auto csr = [](std::uint32_t number, std::uint32_t function, std::uint32_t rd,
                      std::uint32_t rs1) {
    return 0x73 | function << 12 | rd << 7 | rs1 << 15 | number << 20;
  };
  for (const std::uint32_t number : {0x300u, 0x305u, 0x340u, 0x341u, 0x3a0u, 0x3bfu}) {
    const MachinePointer machine = run_code(
        with_exit({addi(t0, zero, 0x55), csr(number, 1, zero, t0), csr(number, 2, a0, zero)}));
    EXPECT_EQ(machine->kernel().exit_status(), 0x55) << number;
  }
  EXPECT_EQ(run_code(with_exit({csr(0xf14, 2, a0, zero)}))->kernel().exit_status(), 0);
  EXPECT_EQ(failure_of(*run_code({csr(0xf14, 1, zero, t0)})), Code::guest_illegal_instruction);
  EXPECT_EQ(failure_of(*run_code({csr(0x7c0, 2, a0, zero)})), Code::guest_illegal_instruction);
  EXPECT_EQ(failure_of(*run_code({csr(0x100, 2, a0, zero)})), Code::guest_illegal_instruction);
}

}  // namespace
}  // namespace aex::engine
