#include "codec/gzip.hpp"

#include <algorithm>

#include "base/endian.hpp"
#include "codec/deflate/pool.hpp"

namespace aex::codec {
namespace {

/* The only value that does not tell about the host. */
constexpr std::uint8_t kUnknownSystem = 255;
/* Threads take a block each; with less, more is lost at the borders. */
constexpr std::size_t kBlockBytes = 1 << 20;

}  // namespace

struct GzipSink::State {
  State(Sink& sink, int level, unsigned threads)
      : out(&sink), pool(level, threads), block(new DeflateJob) {
    if (level < 0 || level > 9) status = Error(Code::invalid_argument, "starting gzip");
  }

  /* The header of RFC 1952: deflate, no name, no time, unknown system. */
  Status begin() {
    is_begun = true;
    const std::uint8_t header[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, kUnknownSystem};
    return out->write({header, sizeof header});
  }

  Status write(ByteView bytes) {
    while (!bytes.empty()) {
      if (block->bytes.size() - block->before_bytes == kBlockBytes) AEX_CHECK(submit(false));
      const std::size_t room = kBlockBytes - (block->bytes.size() - block->before_bytes);
      const ByteView part = bytes.slice(0, room);
      block->bytes.insert(block->bytes.end(), part.begin(), part.end());
      bytes = bytes.slice(part.size);
    }
    return {};
  }

  Status submit(bool is_last) {
    block->is_last = is_last;
    std::unique_ptr<DeflateJob> next(new DeflateJob);
    if (!is_last) {
      const ByteView all(block->bytes);
      const ByteView tail = all.slice(all.size - std::min(all.size, kDeflateWindowBytes));
      next->bytes.reserve(tail.size + kBlockBytes);
      next->bytes.assign(tail.begin(), tail.end());
      next->before_bytes = tail.size;
    }
    pool.submit(std::move(block));
    block = std::move(next);
    while (pool.pending() >= pool.wanted()) AEX_CHECK(emit());
    return {};
  }

  Status emit() {
    const std::unique_ptr<DeflateJob> done = pool.take();
    AEX_CHECK(done->status);
    if (!is_begun) AEX_CHECK(begin());
    crc = joined_crc32(crc, done->crc, done->block().size);
    size += std::uint32_t(done->block().size);
    return out->write(done->packed);
  }

  Status finish() {
    AEX_CHECK(submit(true));
    while (pool.pending() > 0) AEX_CHECK(emit());
    std::uint8_t trailer[8];
    store_le(trailer, crc);
    store_le(trailer + 4, size);
    return out->write({trailer, sizeof trailer});
  }

  Sink* out;
  DeflatePool pool;
  std::unique_ptr<DeflateJob> block;
  bool is_begun = false;
  std::uint32_t crc = 0;
  std::uint32_t size = 0; /* modulo 2^32, as gzip has it */
  Status status;
};

GzipSink::GzipSink(Sink& out, int level, unsigned threads)
    : state_(new State(out, level, threads)) {}

GzipSink::~GzipSink() = default;

Status GzipSink::write(ByteView bytes) {
  if (state_->status.ok()) state_->status = state_->write(bytes);
  return state_->status;
}

Status GzipSink::finish() {
  if (!state_->status.ok()) return state_->status;
  const Status outcome = state_->finish();
  state_->status =
      outcome.ok() ? Error(Code::internal, "the gzip stream was already finished") : outcome;
  return outcome;
}

}  // namespace aex::codec
