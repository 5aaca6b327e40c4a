/** A structure that the kernel hands to the guest, built byte by byte in the guest's layout. */
#pragma once

#include <array>
#include <cstring>
#include <string_view>

#include "base/endian.hpp"
#include "engine/machine/memory.hpp"
#include "engine/process/guest_errors.hpp"

namespace aex::engine {

/** N bytes, zero until they are put. */
template <std::size_t N>
class GuestRecord {
 public:
  void put16(std::size_t at, std::uint16_t value) { store_le(&bytes_[at], value); }
  void put32(std::size_t at, std::uint32_t value) { store_le(&bytes_[at], value); }
  void put64(std::size_t at, std::uint64_t value) { store_le(&bytes_[at], value); }
  void put_text(std::size_t at, std::string_view text) {
    std::memcpy(&bytes_[at], text.data(), text.size());
  }
  /** Its first `size` bytes, at most N, to `address`. 0 or kBadAddress. */
  std::int64_t write(Memory& memory, std::uint64_t address, std::uint64_t size = N) const {
    return memory.write(address, {bytes_.data(), static_cast<std::size_t>(size)}) ? 0 : kBadAddress;
  }

 private:
  std::array<std::uint8_t, N> bytes_{};
};

/** Zeros where the guest wants an old value that there never was; nothing at address 0. */
inline std::int64_t clear_record(Memory& memory, std::uint64_t address, std::uint64_t size) {
  if (address == 0) return 0;
  const GuestRecord<64> zeros;
  return zeros.write(memory, address, size < 64 ? size : 64);
}

}  // namespace aex::engine
