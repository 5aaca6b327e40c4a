/* Whole programs, made on the spot: their output, their status and what they retire are those of
 * qemu-riscv64. Before main() the two differ by what docs/engine.md says, which is the same for
 * each program, so what an empty one differs by is what all of them may. */
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <charconv>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

struct Build {
  const char* name;
  const char* source; /**< in tests/engine/guests */
  const char* options;
};

std::ostream& operator<<(std::ostream& out, const Build& build) { return out << build.name; }

constexpr char kBits[] = "-O2 -march=rv64gc_zba_zbb_zbs";
constexpr char kUncompressed[] = "-O1 -march=rv64g";

constexpr Build kBuilds[] = {
    {"Control", "control.c", "-O0"},
    {"ControlOptimized", "control.c", "-O3"},
    {"ControlBits", "control.c", kBits},
    {"ControlSmall", "control.c", "-Os"},
    {"ControlWide", "control.c", kUncompressed},
    {"Library", "library.c", "-O0"},
    {"LibraryBits", "library.c", kBits},
    {"LibraryOptimized", "library.c", "-O3"},
    {"Objects", "objects.cpp", "-O1"},
    {"ObjectsBits", "objects.cpp", kBits},
};

/* What a program did. */
struct Done {
  std::string output;
  int status = 0;
  std::uint64_t retired = 0;
};

double difference(const Done& here, const Done& there) {
  return static_cast<double>(here.retired) - static_cast<double>(there.retired);
}

class Oracle : public ::testing::TestWithParam<Build> {
 protected:
  void SetUp() override {
    const std::string plugin =
        "cc -O1 -shared -fPIC -o " + plugin_ + " " AEX_SOURCE_DIR "/tests/bench/count_plugin.c";
    if (!does("qemu-riscv64 --version") || !does("riscv64-linux-gnu-g++ --version") ||
        !does(plugin) || !build(empty_, "")) {
      GTEST_SKIP() << "qemu-riscv64 with plugins, or a compiler for it, is not here";
    }
  }
  static bool does(const std::string& command) {
    return system((command + " >/dev/null 2>&1").c_str()) == 0;
  }
  bool build(const std::string& source, const std::string& options) const {
    const std::string compiler = source.back() == 'c' ? "gcc" : "g++";
    return does("riscv64-linux-gnu-" + compiler + " -static " + options + " -o " + program_ + ' ' +
                source + " -lm");
  }
  /* In an empty environment, and by the name that it has here. */
  Done in_qemu() const {
    const std::string output = folder_ / "output", errors = folder_ / "errors";
    const std::string command =
        "env -i \"$(command -v qemu-riscv64)\" -cpu rv64,zba=true,zbb=true,zbs=true -0 program"
        " -plugin " +
        plugin_ + " " + program_ + " >" + output + " 2>" + errors + " </dev/null";
    Done done;
    done.status = WEXITSTATUS(system(command.c_str()));
    done.output = folder_.read("output");
    const std::string told = folder_.read("errors");
    const std::size_t at = told.find(": ");
    if (at != std::string::npos) {
      std::from_chars(told.data() + at + 2, told.data() + told.size(), done.retired);
    }
    return done;
  }
  Done here() const {
    auto loaded = Machine::load(os::system_files(), program_, 64, {});
    if (!loaded.ok()) return {loaded.error().message(), -1, 0};
    Machine& machine = *loaded.value();
    machine.run(kPlenty);
    return {machine.kernel().output(), machine.kernel().exit_status() & 255,
            machine.hart().retired};
  }

  Folder folder_;
  const std::string program_ = folder_ / "program";
  const std::string plugin_ = folder_ / "count.so";
  const std::string empty_ = folder_.write("empty.c", "int main(void) { return 0; }\n");
};

TEST_P(Oracle, DoesTheSame) {
  ASSERT_TRUE(build(empty_, ""));
  const double start = difference(here(), in_qemu());
  const Build& wanted = GetParam();
  ASSERT_TRUE(
      build(std::string(AEX_SOURCE_DIR "/tests/engine/guests/") + wanted.source, wanted.options));
  const Done there = in_qemu();
  const Done done = here();
  EXPECT_EQ(done.output, there.output);
  EXPECT_EQ(done.status, there.status);
  EXPECT_GT(there.retired, 10'000u);
  // The heap may begin a few bytes elsewhere: malloc() takes another way once or twice.
  EXPECT_NEAR(difference(done, there), start, 8);
}

INSTANTIATE_TEST_SUITE_P(Programs, Oracle, ::testing::ValuesIn(kBuilds),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace aex::engine
