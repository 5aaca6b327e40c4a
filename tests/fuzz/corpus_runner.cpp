/* Stands in for libFuzzer where there is none: gives a target each file of a folder, and copies of
 * it that are damaged in the same ways at every run. */
#include <cstdio>

#include "codec/mutation.hpp"
#include "fuzz/target.hpp"
#include "os/files.hpp"

namespace {

constexpr std::size_t kMaxInputBytes = 1 << 20;
constexpr int kDamagedCopies = 40;

void run_target(const aex::Bytes& input) { LLVMFuzzerTestOneInput(input.data(), input.size()); }

bool run_file(const std::string& path) {
  const aex::Result<std::string> text =
      aex::os::read_text(aex::os::system_files(), path, kMaxInputBytes);
  if (!text.ok()) {
    std::printf("%s\n", text.error().message().c_str());
    return false;
  }
  std::printf("%s\n", path.c_str());
  std::fflush(stdout);
  const aex::Bytes seed(text.value().begin(), text.value().end());
  run_target(seed);
  aex::codec::Mutation mutation(seed.size());
  for (int copy = 0; copy < kDamagedCopies; ++copy) run_target(mutation.apply(seed));
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc == 2 ? argv[1] : "";
  const auto names = aex::os::system_files().list(folder);
  if (!names.ok() || names.value().empty()) {
    std::printf("usage: %s FOLDER (with at least one input in it)\n", argv[0]);
    return 2;
  }
  run_target({});
  bool is_whole = true;
  for (const std::string& name : names.value()) {
    is_whole = run_file(aex::os::join(folder, name)) && is_whole;
  }
  return is_whole ? 0 : 1;
}
