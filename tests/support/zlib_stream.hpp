/** zlib streams for tests. */
#pragma once

#include <zlib.h>

#include "base/byte_view.hpp"

namespace aex::testing {

inline Bytes zlib_stream(const Bytes& bytes) {
  uLongf size = compressBound(uLong(bytes.size()));
  Bytes out(size);
  compress(out.data(), &size, bytes.data(), uLong(bytes.size()));
  out.resize(size);
  return out;
}

}  // namespace aex::testing
