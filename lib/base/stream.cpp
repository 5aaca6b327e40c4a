#include "base/stream.hpp"

#include <algorithm>
#include <cstring>

namespace aex {

Result<std::size_t> read_full(Source& source, std::uint8_t* out, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    AEX_TRY(const std::size_t got, source.read(out + filled, size - filled));
    if (got == 0) break;
    filled += got;
  }
  return filled;
}

Result<std::uint64_t> copy(Source& source, Sink& sink) {
  Bytes buffer(kStreamBytes);
  std::uint64_t total = 0;
  for (;;) {
    AEX_TRY(const std::size_t got, source.read(buffer.data(), buffer.size()));
    if (got == 0) return total;
    AEX_CHECK(sink.write({buffer.data(), got}));
    total += got;
  }
}

Result<std::size_t> MemorySource::read(std::uint8_t* out, std::size_t capacity) {
  const ByteView part = rest_.slice(0, capacity);
  if (!part.empty()) std::memcpy(out, part.data, part.size);
  rest_ = rest_.slice(part.size);
  return part.size;
}

Status MemorySink::write(ByteView bytes) {
  if (bytes.size > max_bytes_ - bytes_.size()) {
    return Error(Code::transfer_too_large, {"more than ", decimal(max_bytes_), " bytes came"});
  }
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return {};
}

}  // namespace aex
