/** Error numbers of Linux, as the guest knows them; the host's may differ. */
#pragma once

#include <cstdint>

namespace aex::engine {

constexpr std::int64_t kNoEntry = -2;          /**< ENOENT */
constexpr std::int64_t kNoProcess = -3;        /**< ESRCH */
constexpr std::int64_t kBadDescriptor = -9;    /**< EBADF */
constexpr std::int64_t kTryAgain = -11;        /**< EAGAIN */
constexpr std::int64_t kOutOfMemory = -12;     /**< ENOMEM */
constexpr std::int64_t kBadAddress = -14;      /**< EFAULT */
constexpr std::int64_t kInvalidArgument = -22; /**< EINVAL */
constexpr std::int64_t kNotATerminal = -25;    /**< ENOTTY */
constexpr std::int64_t kIsAPipe = -29;         /**< ESPIPE */
constexpr std::int64_t kOutOfRange = -34;      /**< ERANGE */
constexpr std::int64_t kNoSystemCall = -38;    /**< ENOSYS */

}  // namespace aex::engine
