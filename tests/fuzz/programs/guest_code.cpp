/* The input is a guest's code, in a file whose headers are sound: it may be written too, and data
 * follows. */
#include "engine/guest.hpp"
#include "fuzz/programs/guest_run.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace aex::testing;
  const std::string code(reinterpret_cast<const char*>(bytes), size);
  constexpr std::uint32_t kAllRights = 7;
  const std::string elf = elf_of({{kAllRights, kCodeAddress, code, size + 4096}});
  run_any_guest(aex::Bytes(elf.begin(), elf.end()));
  return 0;
}
