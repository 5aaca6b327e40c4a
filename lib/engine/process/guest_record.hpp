/** What the kernel hands to the guest: error numbers, and structures that are built byte by byte in
 *  the guest's layout. */
#pragma once

#include <array>
#include <cstring>
#include <string_view>

#include "base/endian.hpp"
#include "engine/machine/memory.hpp"

namespace aex::engine {

/* Error numbers of Linux; the host's may differ. */
constexpr std::int64_t kNotAllowed = -1;       /**< EPERM */
constexpr std::int64_t kNoEntry = -2;          /**< ENOENT */
constexpr std::int64_t kNoProcess = -3;        /**< ESRCH */
constexpr std::int64_t kInterrupted = -4;      /**< EINTR */
constexpr std::int64_t kBadDescriptor = -9;    /**< EBADF */
constexpr std::int64_t kTryAgain = -11;        /**< EAGAIN */
constexpr std::int64_t kOutOfMemory = -12;     /**< ENOMEM */
constexpr std::int64_t kBadAddress = -14;      /**< EFAULT */
constexpr std::int64_t kInvalidArgument = -22; /**< EINVAL */
constexpr std::int64_t kNotATerminal = -25;    /**< ENOTTY */
constexpr std::int64_t kIsAPipe = -29;         /**< ESPIPE */
constexpr std::int64_t kOutOfRange = -34;      /**< ERANGE */
constexpr std::int64_t kNoSystemCall = -38;    /**< ENOSYS */

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

}  // namespace aex::engine
