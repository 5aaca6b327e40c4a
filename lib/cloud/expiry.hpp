/** When a signed URL ends, as far as its query tells. */
#pragma once

#include "base/secret.hpp"

namespace aex::cloud {

/** By X-Amz-Date and X-Amz-Expires, or by Expires or X-Expires in seconds since 1970. False for a
 *  URL that does not tell. */
bool has_expired(const Secret& url, std::int64_t unix_ms);

}  // namespace aex::cloud
