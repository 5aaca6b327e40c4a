#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/endian.hpp"
#include "codec/deflate/inflater.hpp"

namespace aex::codec {
namespace {

std::uint32_t bounded(std::size_t bytes) {
  return std::uint32_t(std::min<std::size_t>(bytes, std::numeric_limits<std::uint32_t>::max()));
}

const char* text_of(int outcome) {
  switch (outcome) {
    case ISAL_INVALID_BLOCK: return "invalid block";
    case ISAL_INVALID_SYMBOL: return "invalid symbol";
    case ISAL_INVALID_LOOKBACK: return "invalid distance too far back";
    case ISAL_INVALID_WRAPPER: return "incorrect header check";
    case ISAL_UNSUPPORTED_METHOD: return "unknown compression method";
    case ISAL_INCORRECT_CHECKSUM: return "incorrect data check";
    case ISAL_NEED_DICT: return "need dictionary";
    default: return "stream error";
  }
}

}  // namespace

struct Inflater::State {
  /* ISA-L checks gzip's CRC and leaves the length that follows it to others. */
  bool is_length_right() const {
    return stream.crc_flag != ISAL_GZIP || load_le<std::uint32_t>(last) == stream.total_out;
  }
  void note(ByteView taken) {
    const std::size_t count = std::min(taken.size, sizeof last);
    std::memmove(last, last + count, sizeof last - count);
    std::copy(taken.end() - count, taken.end(), last + (sizeof last - count));
  }

  inflate_state stream;
  std::uint8_t last[4] = {}; /* of the input */
};

Inflater::Inflater(Wrapper wrapper) : state_(new State) {
  isal_inflate_init(&state_->stream);
  state_->stream.crc_flag = wrapper == Wrapper::gzip ? ISAL_GZIP : ISAL_ZLIB;
}

Inflater::~Inflater() = default;

Result<std::size_t> Inflater::advance(ByteView& in, std::uint8_t* out, std::size_t capacity) {
  inflate_state& stream = state_->stream;
  stream.next_in = const_cast<std::uint8_t*>(in.data);
  stream.avail_in = bounded(in.size);
  stream.next_out = out;
  stream.avail_out = bounded(capacity);
  const int outcome = isal_inflate(&stream);
  is_at_end_ = stream.block_state == ISAL_BLOCK_FINISH;
  if (outcome < 0 || outcome == ISAL_NEED_DICT) {
    is_at_end_ = false;
    return Error(Code::archive_malformed, std::string("decompressing failed: ") + text_of(outcome));
  }
  const std::size_t taken = bounded(in.size) - stream.avail_in;
  state_->note(in.slice(0, taken));
  if (is_at_end_ && !state_->is_length_right()) {
    return Error(Code::archive_malformed, "decompressing failed: incorrect length check");
  }
  in = in.slice(taken);
  return std::size_t(bounded(capacity) - stream.avail_out);
}

}  // namespace aex::codec
