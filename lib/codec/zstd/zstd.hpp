/** Zstandard frames (RFC 8878): sections of ELF files and chunks of traces. Without libzstd
 *  (AEX_ZSTD) frames are written stored, and only stored ones can be read. */
#pragma once

#include <memory>

#include "base/stream.hpp"

namespace aex::codec {

/** Decompresses one frame from `in`. Code::archive_malformed for damage or a frame that is cut
 *  short; Code::unsupported for compressed blocks where libzstd is not built in. */
class UnzstdSource final : public Source {
 public:
  explicit UnzstdSource(Source& in);
  ~UnzstdSource() override;
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/** Compresses into one frame on `out`, a buffer at a time. */
class ZstdSink final : public Sink {
 public:
  /** `level` as in libzstd: 1 fastest. */
  ZstdSink(Sink& out, int level);
  ~ZstdSink() override;
  Status write(ByteView bytes) override;
  /** Ends the frame. Nothing may be written afterwards. */
  Status finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aex::codec
