#include "codec/zstd/stored.hpp"
#include "codec/zstd/zstd.hpp"

#ifdef AEX_ZSTD
#include <zstd.h>
#endif

namespace aex::codec {

#ifdef AEX_ZSTD

struct UnzstdSource::State {
  explicit State(Source& source) : in(&source), stream(ZSTD_createDStream()) {}
  ~State() { ZSTD_freeDStream(stream); }

  Status step(ZSTD_outBuffer& to) {
    if (from.pos == from.size) {
      AEX_TRY(const std::size_t count, in->read(buffer.data(), buffer.size()));
      if (count == 0) return Error(Code::archive_malformed, "the zstd data is cut short");
      from = {buffer.data(), count, 0};
    }
    const std::size_t outcome = ZSTD_decompressStream(stream, &to, &from);
    is_at_end = outcome == 0;
    if (ZSTD_isError(outcome) == 0) return {};
    return Error(Code::archive_malformed,
                 std::string("decompressing failed: ") + ZSTD_getErrorName(outcome));
  }

  Source* in;
  ZSTD_DStream* stream;
  ZSTD_inBuffer from = {nullptr, 0, 0};
  bool is_at_end = false;
  Status status;
  Bytes buffer = Bytes(kStreamBytes);
};

UnzstdSource::UnzstdSource(Source& in) : state_(new State(in)) {
  if (state_->stream == nullptr) state_->status = Error(Code::no_memory, "starting to decompress");
}

UnzstdSource::~UnzstdSource() = default;

Result<std::size_t> UnzstdSource::read(std::uint8_t* out, std::size_t capacity) {
  AEX_CHECK(state_->status);
  ZSTD_outBuffer to = {out, capacity, 0};
  while (to.pos == 0 && capacity > 0 && !state_->is_at_end && state_->status.ok()) {
    state_->status = state_->step(to);
  }
  AEX_CHECK(state_->status);
  return to.pos;
}

#else

struct UnzstdSource::State {
  explicit State(Source& source) : frame(source) {}
  StoredFrameSource frame;
};

UnzstdSource::UnzstdSource(Source& in) : state_(new State(in)) {}
UnzstdSource::~UnzstdSource() = default;
Result<std::size_t> UnzstdSource::read(std::uint8_t* out, std::size_t capacity) {
  return state_->frame.read(out, capacity);
}

#endif

}  // namespace aex::codec
