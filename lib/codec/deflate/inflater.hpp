/** Inflate (RFC 1951) step by step: by zlib or, about twice as fast, by ISA-L (AEX_ISAL). */
#pragma once

#include <memory>

#include "base/byte_view.hpp"
#include "codec/inflate.hpp"

namespace aex::codec {

class Inflater {
 public:
  explicit Inflater(Wrapper wrapper);
  ~Inflater();

  /** Takes bytes from the front of `in`, writes up to `capacity` to `out` and returns how many it
   *  wrote; 0 also when it needs more input. Code::archive_malformed, Code::no_memory. */
  Result<std::size_t> advance(ByteView& in, std::uint8_t* out, std::size_t capacity);

  /** True when the stream came to its end and its sum was right. */
  bool is_at_end() const { return is_at_end_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  bool is_at_end_ = false;
};

}  // namespace aex::codec
