/** zlib streams (RFC 1950): how sections of ELF files are compressed. */
#pragma once

#include <memory>

#include "base/stream.hpp"

namespace aex::codec {

/** Decompresses a zlib stream from `in`. A damaged or cut stream is Code::archive_malformed; what
 *  follows it is left alone. */
class InflateSource final : public Source {
 public:
  explicit InflateSource(Source& in);
  ~InflateSource() override;
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aex::codec
