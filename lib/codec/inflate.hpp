/** Decompression of what deflate made (RFC 1951), a buffer at a time. */
#pragma once

#include <memory>

#include "base/stream.hpp"

namespace aex::codec {

/** What is around the compressed data: zlib (RFC 1950) in sections of ELF files, gzip (RFC 1952).
 */
enum class Wrapper { zlib, gzip };

/** Decompresses a stream from `in` and checks its sum at the end. A damaged or cut stream is
 *  Code::archive_malformed, and so are bytes after gzip's only member; what follows a zlib stream
 * is left alone. */
class InflateSource : public Source {
 public:
  explicit InflateSource(Source& in, Wrapper wrapper = Wrapper::zlib);
  ~InflateSource() override;
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) final;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aex::codec
