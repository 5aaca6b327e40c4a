#include "codec/inflate.hpp"

#include "codec/deflate/inflater.hpp"

namespace aex::codec {
namespace {

Error malformed(Wrapper wrapper, const char* what) {
  return Error(Code::archive_malformed,
               {wrapper == Wrapper::gzip ? "the gzip data " : "the zlib data ", what});
}

}  // namespace

struct InflateSource::State {
  State(Source& source, Wrapper what) : in(&source), wrapper(what), inflater(what) {}

  Status refill() {
    AEX_TRY(const std::size_t count, in->read(buffer.data(), buffer.size()));
    packed = ByteView(buffer.data(), count);
    return {};
  }

  Status expect_end() {
    if (wrapper == Wrapper::zlib) return {};
    if (packed.empty()) AEX_CHECK(refill());
    if (packed.empty()) return {};
    return malformed(wrapper, "has bytes after its end");
  }

  Result<std::size_t> read(std::uint8_t* to, std::size_t capacity) {
    std::size_t got = 0;
    while (got == 0 && capacity > 0 && !inflater.is_at_end()) {
      // Asked first: an inflater that has taken all of the input may still hold output.
      AEX_TRY(got, inflater.advance(packed, to, capacity));
      if (inflater.is_at_end()) {
        AEX_CHECK(expect_end());
      } else if (got == 0 && packed.empty()) {
        AEX_CHECK(refill());
        if (packed.empty()) return malformed(wrapper, "is cut short");
      }
    }
    return got;
  }

  Source* in;
  Wrapper wrapper;
  Inflater inflater;
  Status status;
  Bytes buffer = Bytes(kStreamBytes);
  ByteView packed; /* what the inflater has not taken */
};

InflateSource::InflateSource(Source& in, Wrapper wrapper) : state_(new State(in, wrapper)) {}

InflateSource::~InflateSource() = default;

Result<std::size_t> InflateSource::read(std::uint8_t* out, std::size_t capacity) {
  AEX_CHECK(state_->status);
  Result<std::size_t> count = state_->read(out, capacity);
  if (!count.ok()) state_->status = count.error();
  return count;
}

}  // namespace aex::codec
