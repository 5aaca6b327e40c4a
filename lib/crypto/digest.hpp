/** SHA-256 and comparison in constant time. */
#pragma once

#include <array>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex::crypto {

using Digest256 = std::array<std::uint8_t, 32>;

Result<Digest256> sha256(ByteView message);

/** Takes the same time wherever the two differ; different sizes are unequal at once. */
bool equal(ByteView a, ByteView b) noexcept;

}  // namespace aex::crypto
