/** gzip (RFC 1952), one member, a buffer at a time. */
#pragma once

#include <memory>

#include "codec/inflate.hpp"

namespace aex::codec {

/** Compresses into `out`, in blocks of 1 MiB that several threads share. The header carries no name
 *  and no time, so equal input gives equal output, whatever the number of threads. What is shorter
 *  than a block starts no thread. finish() must be called once, at the end. */
class GzipSink final : public Sink {
 public:
  explicit GzipSink(Sink& out, int level = 6, unsigned threads = 1);
  ~GzipSink() override;
  /** The first error, of the sink or Code::no_memory, comes back from every later call too. */
  Status write(ByteView bytes) override;
  Status finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/** Decompresses from `in`. Checks the member's CRC and length at its end, so only whoever reads up
 *  to the end knows that the content is right; a damaged or cut stream and bytes after the member
 *  are Code::archive_malformed. */
class GunzipSource final : public InflateSource {
 public:
  explicit GunzipSource(Source& in) : InflateSource(in, Wrapper::gzip) {}
};

}  // namespace aex::codec
