#include "base/endian.hpp"
#include "engine/process/loader.hpp"

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

struct Auxiliary {
  std::uint64_t type;
  std::uint64_t value;
};

void write_word(Memory& memory, std::uint64_t address, std::uint64_t value) {
  std::uint8_t bytes[8];
  store_le(bytes, value);
  memory.write(address, {bytes, sizeof bytes});
}

}  // namespace

std::uint64_t write_start_stack(Memory& memory, std::uint64_t stack_end, const StartData& start) {
  static constexpr std::uint8_t kSeed[16] = {0x41, 0x74, 0x6c, 0x61, 0x73, 0x45, 0x78, 0x70,
                                             0x6c, 0x6f, 0x72, 0x65, 0x72, 0x21, 0x0d, 0x0a};
  const std::string name = start.name.substr(0, kMaxName);
  const std::uint64_t name_at = stack_end - 16 - kMaxName - 1;
  memory.write(name_at, ByteView(std::string_view(name.c_str(), name.size() + 1)));
  const std::uint64_t seed_at = name_at - sizeof kSeed;
  memory.write(seed_at, {kSeed, sizeof kSeed});
  const Auxiliary vector[] = {
      {kHeaders, start.headers},    {kHeaderBytes, 56},    {kHeaderCount, start.header_count},
      {kPageSize, kPageBytes},      {kEntry, start.entry}, {kUserId, kUser},
      {kEffectiveUserId, kUser},    {kGroupId, kUser},     {kEffectiveGroupId, kUser},
      {kCapabilities, kExtensions}, {kClockTicks, 100},    {kIsSecure, 0},
      {kRandom, seed_at},           {kFileName, name_at},  {kEnd, 0},
  };
  /* argc, argv[0], the end of the arguments, the end of the environment, then the vector. */
  const std::uint64_t stack = (seed_at - 32 - sizeof vector) & ~UINT64_C(15);
  write_word(memory, stack, 1);
  write_word(memory, stack + 8, name_at);
  std::uint64_t at = stack + 32;
  for (const Auxiliary& entry : vector) {
    write_word(memory, at, entry.type);
    write_word(memory, at + 8, entry.value);
    at += 16;
  }
  return stack;
}

}  // namespace aex::engine
