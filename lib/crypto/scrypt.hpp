/** scrypt (RFC 7914) over the crypto library's PBKDF2-HMAC-SHA-256. */
#pragma once

#include <optional>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"
#include "base/pages.hpp"

namespace aex::crypto {

struct ScryptCost {
  std::uint32_t n; /**< a power of two */
  std::uint32_t r;
  std::uint32_t p;
};

/** Fills `out` with `size` bytes. Needs 128 * n * r bytes of memory: Code::no_memory. */
Status scrypt(ByteView password, ByteView salt, ScryptCost cost, std::uint8_t* out,
              std::size_t size);

/** The same in its three steps, in this order; then begin() may come again. The second takes the
 * time; it neither allocates nor calls anything, so that it may go on in a thread beside a fork. */
class Scrypt {
 public:
  /** Takes the memory, or that of the time before if it was of the same cost. Code::no_memory. */
  Status begin(ByteView password, ByteView salt, ScryptCost cost);
  void mix();
  /** mix() of two, which takes little longer than of one if they have the same cost. */
  static void mix_both(Scrypt& one, Scrypt& other);
  Status finish(ByteView password, std::uint8_t* out, std::size_t size);

  /** Wipes most of the memory already, which nothing after mix() needs; as fit for a thread. */
  void clear_table();
  /** Wipes the rest, after finish() or in its place. */
  void clear_blocks();

 private:
  Status take_memory(ScryptCost cost);
  std::uint8_t* block(std::uint32_t i) const;
  std::uint32_t* table() const;

  ScryptCost cost_ = {};
  std::size_t block_bytes_ = 0;
  std::size_t table_bytes_ = 0;
  std::optional<Pages> table_;
  std::optional<Pages> blocks_;
};

}  // namespace aex::crypto
