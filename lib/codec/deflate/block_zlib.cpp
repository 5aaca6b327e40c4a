#include <zlib.h>

#include "codec/deflate/block.hpp"

namespace aex::codec {
namespace {

constexpr int kRawWindow = -15;
constexpr int kMemoryLevel = 8;

}  // namespace

struct BlockDeflater::State {
  z_stream stream = {};
  bool is_ready = false;
};

BlockDeflater::BlockDeflater(int level) : state_(new State) {
  const int outcome = deflateInit2(&state_->stream, level, Z_DEFLATED, kRawWindow, kMemoryLevel,
                                   Z_DEFAULT_STRATEGY);
  state_->is_ready = outcome == Z_OK;
}

BlockDeflater::~BlockDeflater() {
  if (state_ != nullptr) deflateEnd(&state_->stream);
}

BlockDeflater::BlockDeflater(BlockDeflater&&) noexcept = default;

Status BlockDeflater::deflate(ByteView before, ByteView block, bool is_last, Bytes& out) {
  if (!state_->is_ready) return Error(Code::no_memory, "compressing");
  z_stream& stream = state_->stream;
  deflateReset(&stream);
  if (!before.empty()) deflateSetDictionary(&stream, before.data, uInt(before.size));
  constexpr std::size_t kFlushBytes = 16;
  const std::size_t start = out.size();
  const std::size_t most = deflateBound(&stream, uLong(block.size)) + kFlushBytes;
  out.resize(start + most);
  stream.next_in = const_cast<Bytef*>(block.data);
  stream.avail_in = uInt(block.size);
  stream.next_out = out.data() + start;
  stream.avail_out = uInt(most);
  const int outcome = ::deflate(&stream, is_last ? Z_FINISH : Z_SYNC_FLUSH);
  const bool is_done = is_last ? outcome == Z_STREAM_END : outcome == Z_OK && stream.avail_out > 0;
  if (!is_done) return Error(Code::internal, "compressing failed");
  out.resize(out.size() - stream.avail_out);
  return {};
}

}  // namespace aex::codec
