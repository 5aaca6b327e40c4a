#include "base/stream.hpp"

aex::Status drain(aex::Source& source, aex::Sink& sink) {
#ifdef AEX_BAD
  aex::copy(source, sink);
#else
  AEX_CHECK(aex::copy(source, sink));
#endif
  return {};
}
