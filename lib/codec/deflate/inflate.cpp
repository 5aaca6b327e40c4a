#include "codec/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace aex::codec {
namespace {

/* zlib's code for the largest window and the wrapper to expect. */
int window_bits(Wrapper wrapper) { return wrapper == Wrapper::gzip ? MAX_WBITS + 16 : MAX_WBITS; }

Error malformed(Wrapper wrapper, const char* what) {
  return Error(Code::archive_malformed,
               std::string(wrapper == Wrapper::gzip ? "the gzip data " : "the zlib data ") + what);
}

}  // namespace

struct InflateSource::State {
  State(Source& source, Wrapper what) : in(&source), wrapper(what) {}

  Status refill() {
    AEX_TRY(const std::size_t count, in->read(buffer.data(), buffer.size()));
    stream.next_in = buffer.data();
    stream.avail_in = uInt(count);
    return {};
  }

  Status step() {
    if (stream.avail_in == 0) AEX_CHECK(refill());
    if (stream.avail_in == 0) return malformed(wrapper, "is cut short");
    const int outcome = inflate(&stream, Z_NO_FLUSH);
    if (outcome == Z_STREAM_END) return expect_end();
    if (outcome == Z_OK || outcome == Z_BUF_ERROR) return {};
    if (outcome == Z_MEM_ERROR) return Error(Code::no_memory, "decompressing");
    return Error(Code::archive_malformed,
                 std::string("decompressing failed: ") +
                     (stream.msg != nullptr ? stream.msg : zError(outcome)));
  }

  Status expect_end() {
    is_at_end = true;
    if (wrapper == Wrapper::zlib) return {};
    if (stream.avail_in == 0) AEX_CHECK(refill());
    if (stream.avail_in == 0) return {};
    return malformed(wrapper, "has bytes after its end");
  }

  Result<std::size_t> read(std::uint8_t* to, std::size_t capacity) {
    const auto wanted = uInt(std::min<std::size_t>(capacity, std::numeric_limits<uInt>::max()));
    stream.next_out = to;
    stream.avail_out = wanted;
    while (stream.avail_out == wanted && wanted > 0 && !is_at_end) AEX_CHECK(step());
    return std::size_t(wanted - stream.avail_out);
  }

  Source* in;
  Wrapper wrapper;
  z_stream stream = {};
  bool is_at_end = false;
  Status status;
  Bytes buffer = Bytes(kStreamBytes);
};

InflateSource::InflateSource(Source& in, Wrapper wrapper) : state_(new State(in, wrapper)) {
  if (inflateInit2(&state_->stream, window_bits(wrapper)) != Z_OK) {
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
