/** AES-256-GCM (NIST SP 800-38D), a buffer at a time. */
#pragma once

#include <array>
#include <memory>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex::crypto {

using Key256 = std::array<std::uint8_t, 32>;
using Tag128 = std::array<std::uint8_t, 16>;

enum class Direction : std::uint8_t { seal, open };

/** One message. `iv` may have any length from 1 byte; 12 is the usual one, 16 the v1 package's. */
class Gcm {
 public:
  static Result<Gcm> start(Direction direction, const Key256& key, ByteView iv);
  Gcm(Gcm&&) noexcept;
  Gcm& operator=(Gcm&&) noexcept;
  ~Gcm();

  /** Writes in.size bytes to `out`, which may be in.data. Every call but the last must give a
   *  multiple of 16 bytes. */
  Status update(ByteView in, std::uint8_t* out);
  /** The tag of what was sealed. */
  Result<Tag128> finish();
  /** What was opened is what was sealed: Code::open_failed if `tag` is another. */
  Status check(ByteView tag);

 private:
  struct State;
  explicit Gcm(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aex::crypto
