#include "engine/process/start_stack.hpp"

#include "base/endian.hpp"

namespace aex::engine {
namespace {

enum AuxiliaryType : std::uint64_t {
  kEnd = 0,
  kHeaders = 3,
  kHeaderBytes = 4,
  kHeaderCount = 5,
  kPageSize = 6,
  kEntry = 9,
  kUserId = 11,
  kEffectiveUserId = 12,
  kGroupId = 13,
  kEffectiveGroupId = 14,
  kCapabilities = 16,
  kClockTicks = 17,
  kIsSecure = 23,
  kRandom = 25,
  kFileName = 31,
};

constexpr std::size_t kMaxName = 255;
constexpr std::uint64_t kUser = 1000;

constexpr std::uint64_t extension(char letter) { return UINT64_C(1) << (letter - 'a'); }
constexpr std::uint64_t kExtensions = extension('i') | extension('m') | extension('a') |
                                      extension('f') | extension('d') | extension('c');

}  // namespace

std::uint64_t write_start_stack(Memory& memory, std::uint64_t stack_end, const StartData& start) {
  static constexpr std::uint8_t kSeed[16] = {0x41, 0x74, 0x6c, 0x61, 0x73, 0x45, 0x78, 0x70,
                                             0x6c, 0x6f, 0x72, 0x65, 0x72, 0x21, 0x0d, 0x0a};
  const std::string name = start.name.substr(0, kMaxName);
  const std::uint64_t name_at = stack_end - 16 - kMaxName - 1;
  memory.write(name_at, ByteView(std::string_view(name.c_str(), name.size() + 1)));
  const std::uint64_t seed_at = name_at - sizeof kSeed;
  memory.write(seed_at, {kSeed, sizeof kSeed});
  const std::uint64_t words[] = {
      1, name_at, 0, /* no environment: */ 0,
      kHeaders, start.headers,
      kHeaderBytes, 56,
      kHeaderCount, start.header_count,
      kPageSize, kPageBytes,
      kEntry, start.entry,
      kUserId, kUser,
      kEffectiveUserId, kUser,
      kGroupId, kUser,
      kEffectiveGroupId, kUser,
      kCapabilities, kExtensions,
      kClockTicks, 100,
      kIsSecure, 0,
      kRandom, seed_at,
      kFileName, name_at,
      kEnd, 0,
  };
  const std::uint64_t stack = (seed_at - sizeof words) & ~UINT64_C(15);
  for (std::size_t i = 0; i < std::size(words); ++i) {
    std::uint8_t bytes[8];
    store_le(bytes, words[i]);
    memory.write(stack + 8 * i, {bytes, sizeof bytes});
  }
  return stack;
}

}  // namespace aex::engine
