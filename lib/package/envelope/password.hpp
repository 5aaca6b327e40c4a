/** The password envelope, in which results travel. */
#pragma once

#include <array>
#include <string>

#include "base/control.hpp"
#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "crypto/gcm.hpp"
#include "crypto/scrypt.hpp"
#include "os/files.hpp"
#include "package/envelope/wire_format.hpp"

namespace aex::package {

/** What a reader takes. v1 has no authentication: only what it must begin with tells damage. */
struct PasswordRules {
  Accept accept = Accept::any;
  bool v1_must_be_gzip = true;
};

/** The key that one format derives from one password, which takes some 30 ms and 16 MiB: made
 * before the file is there, it spares the time then. Wiped when it goes. */
class PasswordKey {
 public:
  PasswordKey() = default;
  PasswordKey(const PasswordKey&) = delete;
  PasswordKey& operator=(const PasswordKey&) = delete;
  ~PasswordKey() { clear(); }

  /** To seal in `format`, whose salt is drawn; of v1 also to open, for its salt is fixed. */
  Status derive(const Secret& password, const ResultFormat& format, Entropy& entropy);

  /* The same in three steps; crypto::Scrypt tells of the second. */
  Status begin(const Secret& password, const ResultFormat& format, Entropy& entropy);
  void mix() { scrypt_->mix(); }
  static void mix_both(PasswordKey& one, PasswordKey& other) {
    crypto::Scrypt::mix_both(*one.scrypt_, *other.scrypt_);
  }
  Status finish();
  /** Wipes the memory of mix() already. */
  void clear_table() { scrypt_->clear_table(); }
  /** Wipes all but that, and keeps the memory for the next begin(). */
  void forget();

  void clear();
  bool is_of(const Secret& password, int version) const;

  const crypto::Key256& bytes() const { return bytes_; }
  const std::array<std::uint8_t, kSaltBytes>& salt() const { return salt_; }

 private:
  Secret password_;
  int version_ = 0; /**< of the format; 0: there is none */
  int next_version_ = 0;
  std::optional<crypto::Scrypt> scrypt_;
  std::array<std::uint8_t, kSaltBytes> salt_{};
  crypto::Key256 bytes_{};
};

/** Encrypts the file `path` into `out` (0600), which may be the same: it is replaced in one step,
 *  or left as it was. `known` may be the password's key. */
Status seal_with_password(const std::string& path, const Secret& password,
                          const ResultFormat& format, os::Files& files, const std::string& out,
                          Entropy& entropy, const PasswordKey* known = nullptr);

/** Decrypts the file `path` into `out` (0600), which may be the same: it is whole afterwards or as
 *  it was. Tries v2, which is authenticated, then v1 (valid padding and what the rules ask for);
 *  returns which it was. Code::open_failed; Code::format_refused for what looks like v1 where only
 *  v2 is accepted; both name `out`. `known` may hold the password's key of v1. */
Result<int> open_with_password(const std::string& path, const Secret& password,
                               const PasswordRules& rules, os::Files& files, const std::string& out,
                               Control& control, const PasswordKey* known = nullptr);

/** Which format the file can have, without its password: 2, or 1 for whole blocks that are too
 *  short for v2, or 0 for neither. Whole blocks of 44 bytes and more may be either: 2. */
Result<int> guess_password_version(const std::string& path, os::Files& files);

}  // namespace aex::package
