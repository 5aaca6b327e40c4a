#include "codec/zstd/stored.hpp"

#include <algorithm>
#include <cstring>

#include "base/endian.hpp"

namespace aex::codec {
namespace {

constexpr std::uint32_t kMagic = 0xfd2fb528;
constexpr std::uint32_t kMaxBlockBytes = 128 * 1024;
/* A window of one block: 1 << (10 + 7). */
constexpr std::uint8_t kWindowOfABlock = 7 << 3;
constexpr std::size_t kBlockHeaderBytes = 3;
constexpr std::size_t kChecksumBytes = 4;

enum BlockType : std::uint32_t { kStored = 0, kRun = 1, kCompressed = 2 };

Error damaged(const char* what) {
  return {Code::archive_malformed, std::string("the zstd data ") + what};
}

/* Bytes of the header after the descriptor. */
std::size_t rest_of_header(std::uint8_t descriptor) {
  static constexpr std::uint8_t kIdBytes[4] = {0, 1, 2, 4};
  static constexpr std::uint8_t kSizeBytes[4] = {0, 2, 4, 8};
  const bool is_single = (descriptor & 0x20) != 0;
  const unsigned size_flag = descriptor >> 6;
  const std::size_t size = size_flag == 0 && is_single ? 1 : kSizeBytes[size_flag];
  return (is_single ? 0 : 1) + kIdBytes[descriptor & 3] + size;
}

}  // namespace

Status StoredFrameSource::fill(std::uint8_t* out, std::size_t size) {
  AEX_TRY(const std::size_t count, read_full(*in_, out, size));
  return count == size ? Status() : damaged("is cut short");
}

Status StoredFrameSource::read_header() {
  std::uint8_t bytes[16];
  AEX_CHECK(fill(bytes, 5));
  if (load_le<std::uint32_t>(bytes) != kMagic) return damaged("does not begin with a frame");
  const std::uint8_t descriptor = bytes[4];
  if ((descriptor & 0x08) != 0) return damaged("has a reserved bit set");
  has_checksum_ = (descriptor & 0x04) != 0;
  has_header_ = true;
  return fill(bytes, rest_of_header(descriptor));
}

Status StoredFrameSource::read_block_header() {
  std::uint8_t bytes[4] = {};
  AEX_CHECK(fill(bytes, kBlockHeaderBytes));
  const auto header = load_le<std::uint32_t>(bytes);
  const std::uint32_t type = header >> 1 & 3;
  is_last_ = (header & 1) != 0;
  rest_ = header >> 3;
  if (type > kCompressed) return damaged("has a reserved kind of block");
  if (type == kCompressed) return Error(Code::unsupported, "Zstandard is not built in (AEX_ZSTD)");
  if (rest_ > kMaxBlockBytes) return damaged("has a block that is too large");
  is_run_ = type == kRun;
  return is_run_ ? fill(&run_, 1) : Status();
}

Result<std::size_t> StoredFrameSource::read_block(std::uint8_t* out, std::size_t capacity) {
  const std::size_t count = std::min<std::size_t>(capacity, rest_);
  if (is_run_) {
    std::memset(out, run_, count);
  } else {
    AEX_CHECK(fill(out, count));
  }
  rest_ -= static_cast<std::uint32_t>(count);
  return count;
}

Result<std::size_t> StoredFrameSource::read(std::uint8_t* out, std::size_t capacity) {
  if (!has_header_) AEX_CHECK(read_header());
  while (rest_ == 0 && !is_last_) AEX_CHECK(read_block_header());
  if (rest_ != 0) return read_block(out, capacity);
  std::uint8_t checksum[kChecksumBytes];
  if (has_checksum_ && !is_at_end_) AEX_CHECK(fill(checksum, sizeof checksum));
  is_at_end_ = true;
  return std::size_t{0};
}

Status StoredFrameSink::write_block(bool is_last) {
  std::uint8_t bytes[6] = {};
  if (!has_header_) {
    store_le(bytes, kMagic);
    bytes[5] = kWindowOfABlock;
    AEX_CHECK(out_->write({bytes, sizeof bytes}));
    has_header_ = true;
  }
  const auto size = static_cast<std::uint32_t>(block_.size());
  store_le(bytes, size << 3 | kStored << 1 | (is_last ? 1u : 0u));
  AEX_CHECK(out_->write({bytes, kBlockHeaderBytes}));
  AEX_CHECK(out_->write(block_));
  block_.clear();
  return {};
}

Status StoredFrameSink::write(ByteView bytes) {
  while (!bytes.empty()) {
    const ByteView part = bytes.slice(0, kMaxBlockBytes - block_.size());
    block_.insert(block_.end(), part.begin(), part.end());
    bytes = bytes.slice(part.size);
    if (block_.size() == kMaxBlockBytes) AEX_CHECK(write_block(false));
  }
  return {};
}

Status StoredFrameSink::finish() { return write_block(true); }

}  // namespace aex::codec
