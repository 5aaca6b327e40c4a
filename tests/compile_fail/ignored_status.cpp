#include "base/control.hpp"

aex::Status stop(aex::Control& control) {
  control.cancel();
#ifdef AEX_BAD
  control.check();
  return {};
#else
  return control.check();
#endif
}
