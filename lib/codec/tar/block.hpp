/** The 512-byte header of a tar member (POSIX.1-2017, pax, "ustar Interchange Format").
 *  Private to tar_*.cpp. */
#pragma once

#include <cstddef>
#include <cstdint>

namespace aex::codec {

constexpr std::size_t kTarBlock = 512;
/** What the 11 octal digits of the size field can say. */
constexpr std::uint64_t kMaxOctalSize = (std::uint64_t{1} << 33) - 1;

struct TarField {
  std::size_t offset;
  std::size_t size;
};

constexpr TarField kTarName = {0, 100};
constexpr TarField kTarMode = {100, 8};
constexpr TarField kTarOwner = {108, 8};
constexpr TarField kTarGroup = {116, 8};
constexpr TarField kTarSize = {124, 12};
constexpr TarField kTarTime = {136, 12};
constexpr TarField kTarChecksum = {148, 8};
constexpr TarField kTarType = {156, 1};
constexpr TarField kTarMagic = {257, 8};
constexpr TarField kTarDeviceMajor = {329, 8};
constexpr TarField kTarDeviceMinor = {337, 8};
constexpr TarField kTarPrefix = {345, 155};

/** Bytes from the end of `size` content bytes to the next block. */
constexpr std::uint64_t tar_padding(std::uint64_t size) {
  return (kTarBlock - size % kTarBlock) % kTarBlock;
}

}  // namespace aex::codec
