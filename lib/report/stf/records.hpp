/** Bytes of records, as they come and as they are written: integers are little-endian. */
#pragma once

#include <string>

#include "base/endian.hpp"
#include "base/stream.hpp"

namespace aex::report::stf {

/** Takes integers from a source, a buffer at a time. */
class RecordCursor {
 public:
  /** The most bytes that can be asked for at once. */
  static constexpr std::size_t kMaxAtOnce = 4096;

  /** Goes on with another source; the last one must be at its end. Borrowed. */
  void follow(Source& in) { in_ = &in; }
  /** Bytes that were taken. */
  std::uint64_t taken() const { return taken_; }
  void reset_taken() { taken_ = 0; }

  /** Whether `size` bytes, at most kMaxAtOnce, are there. */
  Result<bool> has(std::size_t size) {
    if (end_ - at_ >= size) return true;
    return fill(size);
  }
  /** The next ones, of which has() has been asked. */
  const std::uint8_t* take(std::size_t size) {
    const std::uint8_t* bytes = buffer_.data() + at_;
    at_ += size;
    taken_ += size;
    return bytes;
  }

 private:
  Result<bool> fill(std::size_t size);

  Source* in_ = nullptr;
  Bytes buffer_ = Bytes(kStreamBytes + kMaxAtOnce);
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::uint64_t taken_ = 0;
};

/** Collects the bytes of records. */
class RecordBytes {
 public:
  RecordBytes& tag(std::uint8_t tag) { return put(tag); }
  template <class T>
  RecordBytes& put(T value) {
    std::uint8_t bytes[sizeof(T)];
    store_le(bytes, value);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof(T));
    return *this;
  }
  RecordBytes& put_text(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return *this;
  }
  const Bytes& bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  Bytes bytes_;
};

}  // namespace aex::report::stf
