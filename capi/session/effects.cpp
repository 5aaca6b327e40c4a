#include "capi/session/effects.hpp"

#include "atlasexplorer/hooks.h"
#include "base/memory/immortal.hpp"
#include "base/memory/memory.hpp"
#include "capi/boundary.hpp"
#include "os/clock.hpp"
#include "os/random.hpp"

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_hooks, payload);

aex_hooks installed = AEX_HOOKS_INIT;

class HostClock final : public os::Clock {
 public:
  std::uint64_t now_ms() override {
    return installed.now_ms == nullptr ? os::system_clock().now_ms()
                                       : installed.now_ms(installed.payload);
  }
  std::int64_t unix_ms() override {
    return installed.unix_ms == nullptr ? os::system_clock().unix_ms()
                                        : installed.unix_ms(installed.payload);
  }
  os::LocalTime local_time() override { return os::system_clock().local_time(); }
  void sleep_ms(std::uint64_t duration_ms) override {
    if (installed.sleep_ms == nullptr) return os::system_clock().sleep_ms(duration_ms);
    installed.sleep_ms(duration_ms, installed.payload);
  }
};

class HostEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t* out, std::size_t size) override {
    if (installed.fill_random == nullptr) return os::system_entropy().fill(out, size);
    if (installed.fill_random(out, size, installed.payload) == 0) return {};
    return Error(Code::io_failed, "the host's fill_random failed");
  }
};

#ifdef AEX_OWN_MEMORY
constexpr bool kHasOwnMemory = true;
#else
constexpr bool kHasOwnMemory = false;
#endif

Status check_hooks(const aex_hooks& hooks) {
  if ((hooks.allocate == nullptr) != (hooks.release == nullptr)) {
    return Error(Code::invalid_argument, "hooks.allocate goes with hooks.release");
  }
  if (hooks.allocate != nullptr && !kHasOwnMemory) {
    return Error(Code::unsupported, "this build takes its memory from operator new");
  }
  if ((hooks.now_ms == nullptr) != (hooks.sleep_ms == nullptr)) {
    return Error(Code::invalid_argument, "hooks.now_ms goes with hooks.sleep_ms");
  }
  return {};
}

}  // namespace

experiment::Effects system_effects() {
  static Immortal<HostClock> clock;
  static Immortal<HostEntropy> entropy;
  return {os::system_files(), clock.get(), entropy.get()};
}

}  // namespace aex::capi

aex_code aex_hooks_install(const aex_hooks* hooks, aex_error** error) {
  using namespace aex::capi;
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{hooks, "hooks"}}));
    AEX_TRY(const aex_hooks& known, read_options(hooks, "hooks"));
    AEX_CHECK(check_hooks(known));
    if (!aex::set_memory_hooks({known.allocate, known.release, known.payload})) {
      return aex::Error(aex::Code::invalid_argument, "the library is in use already");
    }
    installed = known;
    return {};
  });
}
