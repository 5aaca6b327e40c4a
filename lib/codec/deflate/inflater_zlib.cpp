#include <zlib.h>

#include <algorithm>
#include <limits>

#include "codec/deflate/inflater.hpp"

namespace aex::codec {
namespace {

/* zlib's code for the largest window and the wrapper to expect. */
int window_bits(Wrapper wrapper) { return wrapper == Wrapper::gzip ? MAX_WBITS + 16 : MAX_WBITS; }

uInt bounded(std::size_t bytes) {
  return uInt(std::min<std::size_t>(bytes, std::numeric_limits<uInt>::max()));
}

}  // namespace

struct Inflater::State {
  z_stream stream = {};
  int outcome = Z_OK; /* of the last step */
};

Inflater::Inflater(Wrapper wrapper) : state_(new State) {
  state_->outcome = inflateInit2(&state_->stream, window_bits(wrapper));
}

Inflater::~Inflater() { inflateEnd(&state_->stream); }

Result<std::size_t> Inflater::advance(ByteView& in, std::uint8_t* out, std::size_t capacity) {
  z_stream& stream = state_->stream;
  stream.next_in = const_cast<std::uint8_t*>(in.data);
  stream.avail_in = bounded(in.size);
  stream.next_out = out;
  stream.avail_out = bounded(capacity);
  int& outcome = state_->outcome;
  if (outcome == Z_OK || outcome == Z_BUF_ERROR) outcome = inflate(&stream, Z_NO_FLUSH);
  is_at_end_ = outcome == Z_STREAM_END;
  if (outcome == Z_MEM_ERROR) return Error(Code::no_memory, "decompressing");
  if (!is_at_end_ && outcome != Z_OK && outcome != Z_BUF_ERROR) {
    return Error(Code::archive_malformed,
                 std::string("decompressing failed: ") +
                     (stream.msg != nullptr ? stream.msg : zError(outcome)));
  }
  in = in.slice(bounded(in.size) - stream.avail_in);
  return std::size_t(bounded(capacity) - stream.avail_out);
}

}  // namespace aex::codec
