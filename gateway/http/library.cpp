#include "gateway/http/library.hpp"

#ifdef AEX_MICROHTTPD_LAZY
#include <dlfcn.h>
#endif

namespace aex::gateway {
namespace {

#ifdef AEX_MICROHTTPD_LAZY
template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<Microhttpd> bind() {
  void* library = ::dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = ::dlerror();
    return Error(Code::unsupported, "libmicrohttpd cannot be loaded (" +
                                        std::string(reason == nullptr ? "" : reason) + ")");
  }
  Microhttpd bound;
  bool whole = true;
#define AEX_MHD(name) whole = find(library, "MHD_" #name, bound.name) && whole;
#include "gateway/http/functions.def"
#undef AEX_MHD
  if (!whole) return Error(Code::unsupported, "libmicrohttpd is too old");
  return bound;
}
#else
Result<Microhttpd> bind() {
  Microhttpd bound;
#define AEX_MHD(name) bound.name = &::MHD_##name;
#include "gateway/http/functions.def"
#undef AEX_MHD
  return bound;
}
#endif

}  // namespace

/* Never destroyed: its threads may outlive all else. */
const Result<Microhttpd>& microhttpd() {
  static const Result<Microhttpd>* const bound = new Result<Microhttpd>(bind());
  return *bound;
}

}  // namespace aex::gateway
