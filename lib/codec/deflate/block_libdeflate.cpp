#include <libdeflate.h>
#include <zlib.h>

#include "codec/deflate/block.hpp"

namespace aex::codec {
namespace {

constexpr int kRawWindow = -15;

/* Where the last block of a deflate stream begins, and how many bits its last byte leaves free. */
struct LastBlock {
  std::size_t begin_bit = 0;
  unsigned free_bits = 0;
  bool is_found = false;
};

/* libdeflate ends every stream and does not tell where the block begins that says so; zlib stops
 * between blocks. */
LastBlock find_last_block(ByteView packed, Bytes& scratch) {
  LastBlock last;
  z_stream stream = {};
  if (inflateInit2(&stream, kRawWindow) != Z_OK) return last;
  stream.next_in = const_cast<Bytef*>(packed.data);
  stream.avail_in = uInt(packed.size);
  int outcome = Z_OK;
  while (outcome == Z_OK) {
    stream.next_out = scratch.data();
    stream.avail_out = uInt(scratch.size());
    outcome = inflate(&stream, Z_BLOCK);
    const unsigned state = unsigned(stream.data_type);
    const bool is_between = outcome == Z_OK && (state & 128) != 0;
    const bool is_after_last = (state & 64) != 0;
    if (is_between && is_after_last) last.free_bits = state & 7;
    if (is_between && !is_after_last) {
      last.begin_bit = std::size_t(stream.total_in) * 8 - (state & 7);
    }
  }
  last.is_found = outcome == Z_STREAM_END;
  inflateEnd(&stream);
  return last;
}

/* Takes the mark of the end off and appends an empty stored block, which ends at a whole byte. */
void open_end(const LastBlock& last, std::size_t start, Bytes& out) {
  std::uint8_t& header = out[start + last.begin_bit / 8];
  header = std::uint8_t(header & ~(1u << last.begin_bit % 8));
  constexpr unsigned kHeaderBits = 3;
  if (last.free_bits < kHeaderBits) out.push_back(0);
  out.insert(out.end(), {0x00, 0x00, 0xff, 0xff});
}

}  // namespace

struct BlockDeflater::State {
  libdeflate_compressor* compressor = nullptr;
  Bytes scratch = Bytes(64 * 1024);
};

BlockDeflater::BlockDeflater(int level) : state_(new State) {
  state_->compressor = libdeflate_alloc_compressor(level);
}

BlockDeflater::~BlockDeflater() {
  if (state_ != nullptr && state_->compressor != nullptr) {
    libdeflate_free_compressor(state_->compressor);
  }
}

BlockDeflater::BlockDeflater(BlockDeflater&&) noexcept = default;

Status BlockDeflater::deflate(ByteView, ByteView block, bool is_last, Bytes& out) {
  libdeflate_compressor* const compressor = state_->compressor;
  if (compressor == nullptr) return Error(Code::no_memory, "compressing");
  const std::size_t start = out.size();
  const std::size_t most = libdeflate_deflate_compress_bound(compressor, block.size);
  out.resize(start + most);
  const std::size_t size =
      libdeflate_deflate_compress(compressor, block.data, block.size, out.data() + start, most);
  out.resize(start + size);
  if (size == 0) return Error(Code::internal, "compressing failed");
  if (is_last) return {};
  const LastBlock last = find_last_block(ByteView(out).slice(start), state_->scratch);
  if (!last.is_found) return Error(Code::internal, "compressing failed");
  open_end(last, start, out);
  return {};
}

}  // namespace aex::codec
