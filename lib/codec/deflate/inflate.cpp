#include "codec/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace aex::codec {

struct InflateSource::State {
  explicit State(Source& source) : in(&source) {}

  Status step() {
    if (stream.avail_in == 0) {
      AEX_TRY(const std::size_t count, in->read(buffer.data(), buffer.size()));
      if (count == 0) return Error(Code::archive_malformed, "the zlib data is cut short");
      stream.next_in = buffer.data();
      stream.avail_in = uInt(count);
    }
    const int outcome = inflate(&stream, Z_NO_FLUSH);
    is_at_end = outcome == Z_STREAM_END;
    if (is_at_end || outcome == Z_OK || outcome == Z_BUF_ERROR) return {};
    if (outcome == Z_MEM_ERROR) return Error(Code::no_memory, "decompressing");
    return Error(Code::archive_malformed,
                 std::string("decompressing failed: ") +
                     (stream.msg != nullptr ? stream.msg : zError(outcome)));
  }

  Result<std::size_t> read(std::uint8_t* to, std::size_t capacity) {
    const auto wanted = uInt(std::min<std::size_t>(capacity, std::numeric_limits<uInt>::max()));
    stream.next_out = to;
    stream.avail_out = wanted;
    while (stream.avail_out == wanted && wanted > 0 && !is_at_end) AEX_CHECK(step());
    return std::size_t(wanted - stream.avail_out);
  }

  Source* in;
  z_stream stream = {};
  bool is_at_end = false;
  Status status;
  Bytes buffer = Bytes(kStreamBytes);
};

InflateSource::InflateSource(Source& in) : state_(new State(in)) {
  if (inflateInit(&state_->stream) != Z_OK) {
    state_->status = Error(Code::no_memory, "starting to decompress");
  }
}

InflateSource::~InflateSource() { inflateEnd(&state_->stream); }

Result<std::size_t> InflateSource::read(std::uint8_t* out, std::size_t capacity) {
  AEX_CHECK(state_->status);
  Result<std::size_t> count = state_->read(out, capacity);
  if (!count.ok()) state_->status = count.error();
  return count;
}

}  // namespace aex::codec
