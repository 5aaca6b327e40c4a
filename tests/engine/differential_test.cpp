/* Guests that execute every instruction over special values, here and under qemu-user. */
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

constexpr char kCompiler[] = "riscv64-linux-gnu-gcc";
constexpr char kEmulator[] = "qemu-riscv64-static";

bool has_program(const std::string& name) {
  return system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char buffer[65536];
  for (std::size_t got; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, got);
  }
  EXPECT_EQ(pclose(pipe), 0) << command;
  return output;
}

class Differential : public ::testing::TestWithParam<const char*> {};

TEST_P(Differential, EqualsQemu) {
  if (!has_program(kCompiler) || !has_program(kEmulator)) {
    GTEST_SKIP() << kCompiler << " or " << kEmulator << " is not on this machine";
  }
  const Folder folder;
  const std::string elf = folder / "guest.elf";
  const std::string source = std::string(AEX_SOURCE_DIR "/tests/engine/guests/") + GetParam();
  ASSERT_EQ(system((std::string(kCompiler) +
                    " -O1 -march=rv64gc_zba_zbb_zbs -mabi=lp64d -nostdlib -static -ffreestanding"
                    " -fno-pic -no-pie -o " +
                    elf + ' ' + source)
                       .c_str()),
            0);
  MachineLimits limits;
  limits.max_stdout_bytes = 256 << 20;
  auto machine = Machine::load(os::system_files(), elf, 64, limits);
  ASSERT_TRUE(machine.ok());
  machine.value()->run(kPlenty * 100);
  ASSERT_EQ(machine.value()->state(), Machine::State::exited);
  const std::string& ours = machine.value()->kernel().output();
  const std::string theirs =
      output_of(std::string(kEmulator) + " -cpu rv64,zba=true,zbb=true,zbs=true " + elf);
  ASSERT_EQ(ours.size(), theirs.size());
  ASSERT_GT(ours.size(), 100'000u);
  for (std::size_t at = 0; at < ours.size(); at += 8) {
    ASSERT_EQ(load_le<std::uint64_t>(reinterpret_cast<const std::uint8_t*>(&ours[at])),
              load_le<std::uint64_t>(reinterpret_cast<const std::uint8_t*>(&theirs[at])))
        << "word " << at / 8 << " of " << GetParam();
  }
}

INSTANTIATE_TEST_SUITE_P(Instructions, Differential, ::testing::Values("integers.c", "floats.c"));

}  // namespace
}  // namespace aex::engine
