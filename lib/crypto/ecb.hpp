/** AES-256-ECB on whole blocks. It protects nothing well; the v1 result is made so. */
#pragma once

#include "crypto/gcm.hpp"

namespace aex::crypto {

class Ecb {
 public:
  static Result<Ecb> start(Direction direction, const Key256& key);
  Ecb(Ecb&&) noexcept;
  Ecb& operator=(Ecb&&) noexcept;
  ~Ecb();
  /** in.size must be a multiple of 16; `out` may be in.data. */
  Status update(ByteView in, std::uint8_t* out);

 private:
  struct State;
  explicit Ecb(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aex::crypto
