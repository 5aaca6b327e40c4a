#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <limits>

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
  inflate_state stream;
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
  in = in.slice(bounded(in.size) - stream.avail_in);
  return std::size_t(bounded(capacity) - stream.avail_out);
}

}  // namespace aex::codec
