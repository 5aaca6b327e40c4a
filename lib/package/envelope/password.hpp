/** The password envelope, in which results travel. */
#pragma once

#include <string>

#include "base/control.hpp"
#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "os/files.hpp"
#include "package/envelope/wire_format.hpp"

namespace aex::package {

/** What a reader takes. v1 has no authentication: only what it must begin with tells damage. */
struct PasswordRules {
  Accept accept = Accept::any;
  bool v1_must_be_gzip = true;
};

/** Encrypts the file `path` into `out` (0600), which may be the same: it is replaced in one step,
 *  or left as it was. */
Status seal_with_password(const std::string& path, const Secret& password,
                          const ResultFormat& format, os::Files& files, const std::string& out,
                          Entropy& entropy);

/** Decrypts the file `path` into `out` (0600), which may be the same: it is whole afterwards or as
 *  it was. Tries v2, which is authenticated, then v1 (valid padding and what the rules ask for);
 *  returns which it was. Code::open_failed; Code::format_refused for what looks like v1 where only
 *  v2 is accepted; both name `out`. */
Result<int> open_with_password(const std::string& path, const Secret& password,
                               const PasswordRules& rules, os::Files& files, const std::string& out,
                               Control& control);

/** Which format the file can have, without its password: 2, or 1 for whole blocks that are too
 *  short for v2, or 0 for neither. Whole blocks of 44 bytes and more may be either: 2. */
Result<int> guess_password_version(const std::string& path, os::Files& files);

}  // namespace aex::package
