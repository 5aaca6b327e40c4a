/** The first byte of every record of STF, and the header of a .zstf file. */
#pragma once

#include <array>
#include <cstdint>

#include "base/byte_view.hpp"

namespace aex::report::stf {

enum Tag : std::uint8_t {
  kTagIdentifier = 1,
  kTagVersion = 2,
  kTagComment = 3,
  kTagIsa = 4,
  kTagEncoding = 5,
  kTagGenerator = 6,
  kTagFeatures = 7,
  kTagProcess = 8,
  kTagForcePc = 9,
  kTagVectorBits = 10,
  kTagIsaExtensions = 13,
  kTagEndOfHeader = 19,
  kTagTarget = 31,
  kTagRegister = 40,
  kTagReadyRegister = 41,
  kTagAccess = 60,
  kTagContent = 61,
  kTagEvent = 100,
  kTagEventTarget = 101,
  kTagMicroOp = 230,
  kTagOpcode32 = 240,
  kTagOpcode16 = 241,
};

constexpr char kIdentifier[] = "STF";
constexpr std::uint16_t kIsaRiscv = 1;
constexpr std::uint16_t kEncodingRv64 = 2;

constexpr char kChunkedMagic[] = "ZSTF";
constexpr std::size_t kMagicBytes = 4;
/* The magic, instructions of a chunk, where the last chunk ends. */
constexpr std::uint64_t kChunkedHeaderBytes = 20;
/* Where a chunk begins, the pc of its first instruction, its bytes before compression. */
constexpr std::uint64_t kChunkEntryBytes = 24;

}  // namespace aex::report::stf
