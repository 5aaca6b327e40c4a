/* ELF files: headers, segments, and the code in them. */
#include "fuzz/programs/guest_run.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  aex::testing::run_any_guest(aex::Bytes(bytes, bytes + size));
  return 0;
}
