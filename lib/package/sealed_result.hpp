/** Stage 8: from the downloaded, encrypted result to its tar.gz. */
#pragma once

#include <string>

#include "base/control.hpp"
#include "base/secret.hpp"
#include "os/scratch.hpp"
#include "package/envelope/password.hpp"

namespace aex::package {

/** An encrypted result on disk; removed when this object goes. A download makes it. */
struct SealedResult {
  os::Scratch file;
  std::uint64_t size = 0;
};

/** A result's tar.gz on disk, decrypted and, with v2, proven whole. */
struct ResultBundle {
  std::string path;
  int format_version = 0;
};

/** Decrypts to `tar_gz_path` in one step: it is whole afterwards or not there; unpack_result()
 *  brings it to the disk. `known` may hold the password's key of v1. Tries v2, which is
 *  authenticated, then v1 (valid padding and gzip magic) if `accept` allows it.
 *  Code::open_failed; Code::format_refused for what looks like v1 where only v2 is accepted. */
Result<ResultBundle> open(const SealedResult& sealed, const Secret& otp, Accept accept,
                          os::Files& files, const std::string& tar_gz_path, Control& control,
                          const PasswordKey* known = nullptr);

}  // namespace aex::package
