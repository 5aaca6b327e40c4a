#include "gateway/access/key_files.hpp"

#include "crypto/rsa.hpp"
#include "gateway/access/hex.hpp"

namespace aex::gateway {
namespace {

/** 3072 bits take mbedTLS up to 2 s on a fast core and far more on a slow one. */
constexpr unsigned kRsaBits = 2048;
constexpr std::size_t kMaxKeyFileBytes = 64 * 1024;
constexpr std::size_t kSigningKeyBytes = 32;

/** The secret in a file of the gateway; empty when there is no such file. */
Result<Secret> read_secret(os::Files& files, const std::string& path) {
  auto text = os::read_text(files, path, kMaxKeyFileBytes);
  if (!text.ok()) {
    if (text.error().code() == Code::file_missing) return Secret();
    return std::move(text).error();
  }
  Secret secret(text.value());
  wipe(text.value().data(), text.value().size());
  AEX_CHECK(files.restrict_to_owner(path));
  return secret;
}

Status write_secret(os::Files& files, const std::string& path, const Secret& secret) {
  return os::write_atomically(files, path, ByteView(secret.reveal()), os::Access::owner);
}

Result<crypto::PrivateKey> make_rsa_key(os::Files& files, const std::string& path,
                                        Entropy& entropy) {
  AEX_TRY(crypto::PrivateKey key, crypto::PrivateKey::generate(kRsaBits, entropy));
  AEX_TRY(const Secret& pem, key.to_pem());
  AEX_CHECK(write_secret(files, path, pem));
  return key;
}

}  // namespace

Result<RsaIdentity> load_rsa_identity(os::Files& files, const std::string& folder,
                                      Entropy& entropy) {
  const std::string path = os::join(folder, "rsa_key.pem");
  AEX_TRY(const Secret& stored, read_secret(files, path));
  auto key = stored.empty() ? make_rsa_key(files, path, entropy)
                            : crypto::PrivateKey::from_pem(stored.reveal());
  if (!key.ok()) {
    if (stored.empty()) return std::move(key).error();
    return Error(Code::config_unreadable, "'" + path + "' held no RSA private key");
  }
  RsaIdentity identity;
  AEX_TRY(identity.private_pem, key.value().to_pem());
  AEX_TRY(identity.public_pem, key.value().public_pem());
  return identity;
}

Result<Secret> load_signing_key(os::Files& files, const std::string& folder, Entropy& entropy) {
  const std::string path = os::join(folder, "signing_key");
  AEX_TRY(Secret stored, read_secret(files, path));
  if (stored.empty()) {
    std::uint8_t drawn[kSigningKeyBytes];
    AEX_CHECK(entropy.fill(drawn, sizeof drawn));
    std::string text = hex({drawn, sizeof drawn});
    stored = Secret(text);
    wipe(drawn, sizeof drawn);
    wipe(text.data(), text.size());
    AEX_CHECK(write_secret(files, path, stored));
  }
  if (stored.reveal().size() != 2 * kSigningKeyBytes) {
    return Error(Code::config_unreadable, "'" + path + "' held no signing key");
  }
  return stored;
}

}  // namespace aex::gateway
