#include "codec/zstd/zstd.hpp"

#include "codec/zstd/stored.hpp"

#ifdef AEX_ZSTD
#include <zstd.h>
#endif

namespace aex::codec {

#ifdef AEX_ZSTD

struct ZstdSink::State {
  State(Sink& sink, int level) : out(&sink), stream(ZSTD_createCCtx()) {
    if (stream != nullptr) ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, level);
  }
  ~State() { ZSTD_freeCCtx(stream); }

  Status step(ZSTD_inBuffer& from, ZSTD_EndDirective directive, bool& is_done) {
    ZSTD_outBuffer to = {buffer.data(), buffer.size(), 0};
    const std::size_t rest = ZSTD_compressStream2(stream, &to, &from, directive);
    if (ZSTD_isError(rest) != 0) {
      return Error(Code::internal, std::string("compressing failed: ") + ZSTD_getErrorName(rest));
    }
    is_done = directive == ZSTD_e_end ? rest == 0 : from.pos == from.size;
    return to.pos == 0 ? Status() : out->write({buffer.data(), to.pos});
  }

  Status drive(ByteView bytes, ZSTD_EndDirective directive) {
    if (stream == nullptr) return Error(Code::no_memory, "starting to compress");
    ZSTD_inBuffer from = {bytes.data, bytes.size, 0};
    for (bool is_done = false; !is_done;) AEX_CHECK(step(from, directive, is_done));
    return {};
  }

  Status write(ByteView bytes) { return bytes.empty() ? Status() : drive(bytes, ZSTD_e_continue); }
  Status finish() { return drive({}, ZSTD_e_end); }

  Sink* out;
  ZSTD_CCtx* stream;
  Bytes buffer = Bytes(kStreamBytes);
};

#else

struct ZstdSink::State {
  State(Sink& sink, int) : frame(sink) {}
  Status write(ByteView bytes) { return frame.write(bytes); }
  Status finish() { return frame.finish(); }

  StoredFrameSink frame;
};

#endif

ZstdSink::ZstdSink(Sink& out, int level) : state_(new State(out, level)) {}
ZstdSink::~ZstdSink() = default;
Status ZstdSink::write(ByteView bytes) { return state_->write(bytes); }
Status ZstdSink::finish() { return state_->finish(); }

}  // namespace aex::codec
