/** Messages between a process and its child: numbers and texts one after the other. */
#pragma once

#include <string>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"
#include "base/endian.hpp"

namespace aex::os {

class MessageWriter {
 public:
  MessageWriter& put(std::uint64_t number) {
    const std::size_t at = bytes_.size();
    bytes_.resize(at + sizeof number);
    store_le(&bytes_[at], number);
    return *this;
  }
  MessageWriter& put(ByteView run) {
    put(static_cast<std::uint64_t>(run.size));
    bytes_.insert(bytes_.end(), run.begin(), run.end());
    return *this;
  }
  MessageWriter& put_text(std::string_view text) { return put(ByteView(text)); }
  /** Code::ok and nothing else, or the error. */
  MessageWriter& put_status(const Status& status) {
    if (status.ok()) return put(0);
    put(static_cast<std::uint64_t>(status.error().code()));
    return put_text(status.error().detail());
  }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

/** Reads what the other side wrote. What is not there reads as 0 or empty, and is_whole() tells. */
class MessageReader {
 public:
  explicit MessageReader(ByteView bytes) : rest_(bytes) {}

  std::uint64_t number() {
    if (rest_.size < 8) is_whole_ = false;
    const std::uint64_t value = rest_.size < 8 ? 0 : load_le<std::uint64_t>(rest_.data);
    rest_ = rest_.slice(8);
    return value;
  }
  ByteView run() {
    const std::uint64_t size = number();
    if (size > rest_.size) is_whole_ = false;
    const ByteView found = rest_.slice(0, is_whole_ ? static_cast<std::size_t>(size) : 0);
    rest_ = rest_.slice(found.size);
    return found;
  }
  std::string text() { return std::string(run().text()); }
  /** A code that is not of the table becomes Code::internal. */
  Status status() {
    const std::uint64_t number = this->number();
    if (number == 0) return {};
    const auto code = static_cast<Code>(static_cast<std::int32_t>(number & 0x7fffffff));
    return Error(info(code).code, text());
  }
  /** Whether everything that was read was there. */
  bool is_whole() const { return is_whole_; }

 private:
  ByteView rest_;
  bool is_whole_ = true;
};

}  // namespace aex::os
