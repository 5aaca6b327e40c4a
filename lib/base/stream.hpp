/** Bytes that flow: the stages of a run are chained by these two, a buffer at a time. */
#pragma once

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex {

/** Where a stage reads from. */
class Source {
 public:
  virtual ~Source() = default;
  /** Reads at most `capacity` bytes; 0 means the end. May return fewer than asked. */
  virtual Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) = 0;
};

/** Where a stage writes to. */
class Sink {
 public:
  virtual ~Sink() = default;
  /** Takes all of `bytes` or fails. */
  virtual Status write(ByteView bytes) = 0;
};

/** How much a stage holds at once. */
constexpr std::size_t kStreamBytes = 64 * 1024;

/** Reads until `size` bytes are there or the source ends; returns how many came. */
Result<std::size_t> read_full(Source& source, std::uint8_t* out, std::size_t size);

/** Moves everything from `source` to `sink`; returns how many bytes. */
Result<std::uint64_t> copy(Source& source, Sink& sink);

/** Reads from memory that it borrows. */
class MemorySource final : public Source {
 public:
  explicit MemorySource(ByteView bytes) : rest_(bytes) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override;

 private:
  ByteView rest_;
};

/** Collects into memory, up to `max_bytes`; more is Code::transfer_too_large. */
class MemorySink final : public Sink {
 public:
  explicit MemorySink(std::size_t max_bytes) : max_bytes_(max_bytes) {}
  Status write(ByteView bytes) override;
  const Bytes& bytes() const { return bytes_; }
  std::string_view text() const { return ByteView(bytes_).text(); }

 private:
  std::size_t max_bytes_;
  Bytes bytes_;
};

}  // namespace aex
