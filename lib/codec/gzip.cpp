#include "codec/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace aex::codec {
namespace {

constexpr int kGzipWindow = 15 + 16;
constexpr int kMemoryLevel = 8;
/* The only value that does not tell about the host. */
constexpr int kUnknownSystem = 255;

Error error_of(const char* act, int outcome, const char* message) {
  if (outcome == Z_MEM_ERROR) return Error(Code::no_memory, act);
  if (outcome == Z_STREAM_ERROR) return Error(Code::invalid_argument, act);
  return Error(Code::archive_malformed,
               std::string(act) + " failed: " + (message != nullptr ? message : zError(outcome)));
}

/* Hands zlib as much of `rest` as its narrower counter can hold. */
uInt feed(z_stream& stream, ByteView* rest) {
  const std::size_t most = std::numeric_limits<uInt>::max();
  const ByteView part = rest->slice(0, most);
  stream.next_in = const_cast<Bytef*>(part.data);
  stream.avail_in = uInt(part.size);
  *rest = rest->slice(part.size);
  return stream.avail_in;
}

}  // namespace

struct GzipSink::State {
  explicit State(Sink& sink) : out(&sink) {}

  void start(int level) {
    const int outcome =
        deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY);
    if (outcome != Z_OK) {
      status = error_of("starting gzip", outcome, stream.msg);
      return;
    }
    header.os = kUnknownSystem;
    deflateSetHeader(&stream, &header);
  }

  /* Runs zlib until it has taken all input and given all output. */
  Status run(int flush) {
    int outcome = Z_OK;
    do {
      stream.next_out = buffer.data();
      stream.avail_out = uInt(buffer.size());
      outcome = deflate(&stream, flush);
      if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR) {
        return Error(Code::internal, "compressing failed");
      }
      AEX_CHECK(out->write(ByteView(buffer.data(), buffer.size() - stream.avail_out)));
    } while (flush == Z_FINISH ? outcome != Z_STREAM_END : stream.avail_out == 0);
    return {};
  }

  Status write(ByteView bytes) {
    while (feed(stream, &bytes) > 0) AEX_CHECK(run(Z_NO_FLUSH));
    return {};
  }

  Sink* out;
  z_stream stream = {};
  gz_header header = {};
  Status status;
  Bytes buffer = Bytes(kStreamBytes);
};

GzipSink::GzipSink(Sink& out, int level) : state_(new State(out)) { state_->start(level); }

GzipSink::~GzipSink() { deflateEnd(&state_->stream); }

Status GzipSink::write(ByteView bytes) {
  if (state_->status.ok()) state_->status = state_->write(bytes);
  return state_->status;
}

Status GzipSink::finish() {
  if (!state_->status.ok()) return state_->status;
  const Status outcome = state_->run(Z_FINISH);
  state_->status =
      outcome.ok() ? Error(Code::internal, "the gzip stream was already finished") : outcome;
  return outcome;
}

struct GunzipSource::State {
  explicit State(Source& source) : in(&source) {}

  Status refill() {
    AEX_TRY(const std::size_t count, in->read(buffer.data(), buffer.size()));
    stream.next_in = buffer.data();
    stream.avail_in = uInt(count);
    return {};
  }

  Status step() {
    if (stream.avail_in == 0) AEX_CHECK(refill());
    if (stream.avail_in == 0) return Error(Code::archive_malformed, "the gzip data is cut short");
    const int outcome = inflate(&stream, Z_NO_FLUSH);
    if (outcome == Z_STREAM_END) return expect_end();
    if (outcome == Z_OK || outcome == Z_BUF_ERROR) return {};
    return error_of("decompressing", outcome, stream.msg);
  }

  Status expect_end() {
    is_at_end = true;
    if (stream.avail_in == 0) AEX_CHECK(refill());
    if (stream.avail_in == 0) return {};
    return Error(Code::archive_malformed, "the gzip data has bytes after its end");
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

GunzipSource::GunzipSource(Source& in) : state_(new State(in)) {
  const int outcome = inflateInit2(&state_->stream, kGzipWindow);
  if (outcome != Z_OK) state_->status = error_of("starting gunzip", outcome, state_->stream.msg);
}

GunzipSource::~GunzipSource() { inflateEnd(&state_->stream); }

Result<std::size_t> GunzipSource::read(std::uint8_t* out, std::size_t capacity) {
  AEX_CHECK(state_->status);
  Result<std::size_t> count = state_->read(out, capacity);
  if (!count.ok()) state_->status = count.error();
  return count;
}

}  // namespace aex::codec
