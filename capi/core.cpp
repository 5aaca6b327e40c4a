#include "atlasexplorer/core.h"

#include "base/memory/immortal.hpp"
#include "capi/session/call.hpp"
#include "capi/session/handles.hpp"

struct aex_cores {
  std::vector<aex::package::Core> cores;
};

namespace {

const aex::package::Core& core_of(const aex_core* core) {
  static aex::Immortal<aex::package::Core> none;
  return core == nullptr ? none.get() : *reinterpret_cast<const aex::package::Core*>(core);
}

}  // namespace

aex_code aex_client_cores(aex_cores** out, aex_client* client, const aex_call_options* options,
                          aex_error** error) {
  using namespace aex::capi;
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    AEX_TRY(const aex_call_options& known, read_options(options, "options"));
    Call call(known);
    AEX_TRY(std::vector<aex::package::Core> cores, client->session->cores(call.control()));
    *out = new aex_cores{std::move(cores)};
    return {};
  });
}

void aex_cores_free(aex_cores* cores) { delete cores; }

size_t aex_cores_count(const aex_cores* cores) {
  return cores == nullptr ? 0 : cores->cores.size();
}

const aex_core* aex_cores_at(const aex_cores* cores, size_t index) {
  return index < aex_cores_count(cores) ? aex::capi::to_c(cores->cores[index]) : nullptr;
}

const char* aex_core_name(const aex_core* core) { return core_of(core).name.c_str(); }
int32_t aex_core_xlen(const aex_core* core) { return core_of(core).xlen; }
int32_t aex_core_num_threads(const aex_core* core) { return core_of(core).num_threads; }
int32_t aex_core_num_cores(const aex_core* core) { return core_of(core).num_cores; }
const char* aex_core_json(const aex_core* core) { return core_of(core).arch_json.c_str(); }
