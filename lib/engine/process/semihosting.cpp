#include "engine/process/kernel.hpp"

#include "engine/process/guest_record.hpp"

namespace aex::engine {
namespace {

constexpr unsigned kResult = 10; /* a0 */
constexpr std::int64_t kFailure = -1;
constexpr std::size_t kMaxUnknown = 64;

enum Operation : std::uint64_t {
  kOpen = 0x01,
  kClose = 0x02,
  kWriteCharacter = 0x03,
  kWriteText = 0x04,
  kWrite = 0x05,
  kRead = 0x06,
  kReadCharacter = 0x07,
  kIsError = 0x08,
  kIsTerminal = 0x09,
  kSeek = 0x0a,
  kFileLength = 0x0c,
  kTemporaryName = 0x0d,
  kRemove = 0x0e,
  kRename = 0x0f,
  kClock = 0x10,
  kCalendarTime = 0x11,
  kSystem = 0x12,
  kErrorNumber = 0x13,
  kCommandLine = 0x15,
  kHeapInformation = 0x16,
  kExit = 0x18,
  kExitExtended = 0x20,
  kElapsed = 0x30,
  kTickFrequency = 0x31,
};

/* Input, output and error have the handles 1, 2 and 3: 0 would look like none. */
constexpr std::uint64_t kInput = 1;
constexpr std::uint64_t kOutput = 2;
constexpr std::uint64_t kError = 3;

/* The file that tells what the host can do beyond the first edition of the specification: exit
 * statuses, and standard error apart from standard output. */
constexpr std::uint64_t kFeatures = 4;
constexpr std::string_view kFeatureBytes("SHFB\x03", 5);

bool is_handle(std::uint64_t handle) { return handle >= kInput && handle <= kFeatures; }
bool is_console(std::uint64_t handle) { return is_handle(handle) && handle != kFeatures; }

/* A parameter of the block at a1; 0 where the guest may not read. */
std::uint64_t parameter(Memory& memory, std::uint64_t block, std::uint64_t index) {
  std::uint64_t value = 0;
  return memory.view().load(block + 8 * index, value) ? value : 0;
}

bool is_name(Memory& memory, std::uint64_t address, std::string_view name) {
  ByteView bytes;
  return memory.read(address, name.size(), bytes) && bytes.text() == name;
}

}  // namespace

bool is_semihosting(const Memory& memory, std::uint64_t pc) {
  constexpr std::uint32_t kSequence[] = {0x01f01013, 0x00100073, 0x40705013};
  if (!memory.allows(pc - 8, sizeof kSequence, kPageExecute)) return false;
  for (std::uint64_t i = 0; i < 3; ++i) {
    if (load_le<std::uint32_t>(memory.host(pc - 8 + 4 * i)) != kSequence[i]) return false;
  }
  return true;
}

Kernel::Next Kernel::semihost(Hart& hart, Memory& memory) {
  Call call{hart, memory};
  hart.x[kResult] = static_cast<std::uint64_t>(semihost_operation(call));
  return next_;
}

/* The console is ":tt"; the mode, as of fopen, says which end of it. */
std::int64_t Kernel::semihost_open(Call& call) {
  constexpr std::string_view kConsole(":tt\0", 4);
  constexpr std::string_view kFeaturesName(":semihosting-features\0", 22);
  const std::uint64_t name = parameter(call.memory, call.argument(1), 0);
  const std::uint64_t mode = parameter(call.memory, call.argument(1), 1);
  if (is_name(call.memory, name, kConsole)) {
    return static_cast<std::int64_t>(mode < 4 ? kInput : mode < 8 ? kOutput : kError);
  }
  const bool is_read_only = mode < 2;
  if (!is_read_only || !is_name(call.memory, name, kFeaturesName)) return kFailure;
  features_at_ = 0;
  return kFeatures;
}

/* Gives the number of bytes that were not read. Nobody types at the console. */
std::int64_t Kernel::semihost_read(Call& call) {
  const std::uint64_t size = parameter(call.memory, call.argument(1), 2);
  const std::uint64_t to = parameter(call.memory, call.argument(1), 1);
  if (parameter(call.memory, call.argument(1), 0) != kFeatures) {
    return static_cast<std::int64_t>(size);
  }
  const std::string_view rest = kFeatureBytes.substr(features_at_).substr(0, size);
  if (!call.memory.write(to, ByteView(rest))) return static_cast<std::int64_t>(size);
  features_at_ += rest.size();
  return static_cast<std::int64_t>(size - rest.size());
}

std::int64_t Kernel::semihost_seek(Call& call) {
  const std::uint64_t to = parameter(call.memory, call.argument(1), 1);
  if (parameter(call.memory, call.argument(1), 0) != kFeatures) return kFailure;
  if (to > kFeatureBytes.size()) return kFailure;
  features_at_ = static_cast<std::size_t>(to);
  return 0;
}

std::int64_t Kernel::semihost_text(Call& call) {
  const Memory& memory = call.memory;
  const std::uint64_t begin = call.argument(1);
  std::uint64_t at = begin;
  while (at - begin <= max_stdout_bytes_ && memory.allows(at, 1, kPageRead) &&
         *memory.host(at) != 0) {
    ++at;
  }
  work_ += at - begin;
  return write_out(call.memory, begin, at - begin) < 0 ? kFailure : 0;
}

/* Gives the number of bytes that were not written. */
std::int64_t Kernel::semihost_write(Call& call) {
  const std::uint64_t handle = parameter(call.memory, call.argument(1), 0);
  const std::uint64_t size = parameter(call.memory, call.argument(1), 2);
  const std::uint64_t from = parameter(call.memory, call.argument(1), 1);
  const bool is_written = is_console(handle) && write_out(call.memory, from, size) >= 0;
  return is_written ? 0 : static_cast<std::int64_t>(size);
}

/* The command line is the program's name alone. */
std::int64_t Kernel::semihost_name(Call& call) {
  GuestRecord<8> name;
  name.put_text(0, "program");
  const std::uint64_t block = call.argument(1);
  if (parameter(call.memory, block, 1) < 8) return kFailure;
  if (name.write(call.memory, parameter(call.memory, block, 0)) != 0) return kFailure;
  GuestRecord<8> length;
  length.put64(0, 7);
  return length.write(call.memory, block + 8) == 0 ? 0 : kFailure;
}

std::int64_t Kernel::semihost_exit(Call& call) {
  constexpr std::uint64_t kApplicationExit = 0x20026;
  const std::uint64_t reason = parameter(call.memory, call.argument(1), 0);
  const std::uint64_t status = parameter(call.memory, call.argument(1), 1);
  exit_status_ = reason == kApplicationExit ? static_cast<int>(status & 0xff) : 1;
  next_ = Next::exited;
  return 0;
}

std::int64_t Kernel::semihost_clock(Call& call) {
  constexpr std::uint64_t kNanosecondsPerHundredth = 10'000'000;
  constexpr std::int64_t kFrequency = 1'000'000'000;
  GuestRecord<8> ticks;
  ticks.put64(0, now_ns(call.hart));
  switch (call.argument(0)) {
    case kClock: return static_cast<std::int64_t>(now_ns(call.hart) / kNanosecondsPerHundredth);
    case kCalendarTime: return epoch_seconds(call.hart);
    case kElapsed: return ticks.write(call.memory, call.argument(1)) == 0 ? 0 : kFailure;
    default: return kFrequency;
  }
}

std::int64_t Kernel::semihost_unknown(Call& call) {
  if (unknown_calls_.size() < kMaxUnknown) unknown_calls_.insert(kSemihosting + call.argument(0));
  return kFailure;
}

std::int64_t Kernel::semihost_operation(Call& call) {
  const std::uint64_t block = call.argument(1);
  const std::uint64_t first = parameter(call.memory, block, 0);
  switch (call.argument(0)) {
    case kOpen: return semihost_open(call);
    case kClose: return is_handle(first) ? 0 : kFailure;
    case kWriteCharacter: return write_out(call.memory, block, 1);
    case kWriteText: return semihost_text(call);
    case kWrite: return semihost_write(call);
    case kRead: return semihost_read(call);
    case kIsError: return static_cast<std::int64_t>(first) < 0 ? 1 : 0;
    case kIsTerminal: return is_console(first) ? 1 : 0;
    case kSeek: return semihost_seek(call);
    case kFileLength: return first == kFeatures ? std::int64_t{kFeatureBytes.size()} : 0;
    case kErrorNumber: return 0;
    case kClock:
    case kCalendarTime:
    case kElapsed:
    case kTickFrequency: return semihost_clock(call);
    case kCommandLine: return semihost_name(call);
    case kHeapInformation: return GuestRecord<32>().write(call.memory, first);
    case kExit:
    case kExitExtended: return semihost_exit(call);
    case kReadCharacter:
    case kTemporaryName:
    case kRemove:
    case kRename:
    case kSystem: return kFailure;
    default: return semihost_unknown(call);
  }
}

}  // namespace aex::engine
