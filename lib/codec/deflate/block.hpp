/** Deflate (RFC 1951) of one block of a longer stream, so that several can be made at once. */
#pragma once

#include <memory>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex::codec {

/** How far back a block may refer. */
constexpr std::size_t kDeflateWindowBytes = 32 * 1024;

/** Makes one block after the other; one thread at a time. With libdeflate (AEX_LIBDEFLATE) about
 *  three times as fast. */
class BlockDeflater {
 public:
  explicit BlockDeflater(int level);
  ~BlockDeflater();
  BlockDeflater(BlockDeflater&&) noexcept;

  /** Appends the compressed `block` to `out`, ending at a whole byte; what follows may be appended
   *  to it unless `is_last`. `before` is what stands before the block in the stream, at most
   *  kDeflateWindowBytes. Equal arguments give equal output. Code::no_memory. */
  Status deflate(ByteView before, ByteView block, bool is_last, Bytes& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aex::codec
