/** Zstandard frames whose blocks are stored or runs of one byte: what can be read and written
 *  without libzstd. */
#pragma once

#include "base/stream.hpp"

namespace aex::codec {

/** Reads one frame from `in`. Code::archive_malformed; Code::unsupported at a compressed block. A
 *  checksum is skipped, not compared. */
class StoredFrameSource final : public Source {
 public:
  explicit StoredFrameSource(Source& in) : in_(&in) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override;

 private:
  Status fill(std::uint8_t* out, std::size_t size);
  Result<std::size_t> read_block(std::uint8_t* out, std::size_t capacity);
  Status read_header();
  Status read_block_header();

  Source* in_;
  bool has_header_ = false;
  bool has_checksum_ = false;
  bool is_last_ = false; /**< the block at hand is */
  bool is_at_end_ = false;
  bool is_run_ = false; /**< the block is one byte, repeated */
  std::uint8_t run_ = 0;
  std::uint32_t rest_ = 0; /**< bytes of the block that are still to come */
};

/** Writes one frame to `out`. */
class StoredFrameSink final : public Sink {
 public:
  explicit StoredFrameSink(Sink& out) : out_(&out) {}
  Status write(ByteView bytes) override;
  /** Ends the frame. */
  Status finish();

 private:
  Status write_block(bool is_last);

  Sink* out_;
  bool has_header_ = false;
  Bytes block_;
};

}  // namespace aex::codec
