#include "crypto/rsa.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "crypto/openssl/oaep.hpp"
#include "crypto/openssl/openssl.hpp"
#include "crypto/rsa_rules.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kSeedBytes = 48;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Free>;

struct Key {
  std::unique_ptr<EVP_PKEY, Free> pkey;

  std::size_t bits() const { return std::size_t(EVP_PKEY_get_bits(pkey.get())); }
  std::size_t modulus_bytes() const { return (bits() + 7) / 8; }
  Context context() const { return Context(EVP_PKEY_CTX_new(pkey.get(), nullptr)); }
};

/* Else OpenSSL would ask at the terminal. */
int refuse_password(char*, int, int, void*) { return -1; }

using Reader = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);

Status read_pem(Key& key, std::string_view pem, Reader reader, const char* act) {
  const Bio bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
  if (bio != nullptr) key.pkey.reset(reader(bio.get(), nullptr, refuse_password, nullptr));
  if (key.pkey == nullptr) return failure(Code::key_invalid, act);
  ERR_clear_error();
  return check_rsa_key(EVP_PKEY_is_a(key.pkey.get(), "RSA") == 1, key.bits());
}

using Writer = int (*)(BIO*, const EVP_PKEY*);

/* The buffer of such a BIO is wiped when it goes. */
Result<Secret> write_pem(const Key& key, Writer writer) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || writer(bio.get(), key.pkey.get()) != 1) {
    return failure(Code::internal, "writing the key as PEM");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return Secret(std::string_view(text, std::size_t(size)));
}

bool is_sealed(const Key& key, ByteView block, Bytes* sealed) {
  const Context context = key.context();
  std::size_t size = sealed->size();
  return context != nullptr && EVP_PKEY_encrypt_init(context.get()) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1 &&
         EVP_PKEY_encrypt(context.get(), sealed->data(), &size, block.data, block.size) == 1 &&
         size == sealed->size();
}

bool is_opened(const Key& key, ByteView sealed, Bytes* message, std::size_t* size) {
  const Context context = key.context();
  *size = message->size();
  return context != nullptr && EVP_PKEY_decrypt_init(context.get()) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1 &&
         EVP_PKEY_decrypt(context.get(), message->data(), size, sealed.data, sealed.size) == 1;
}

}  // namespace

struct PublicKey::State : Key {};

PublicKey::PublicKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PublicKey::PublicKey(PublicKey&&) noexcept = default;
PublicKey& PublicKey::operator=(PublicKey&&) noexcept = default;
PublicKey::~PublicKey() = default;

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  AEX_CHECK(check_pem(pem, "-----BEGIN PUBLIC KEY-----"));
  auto state = std::make_unique<State>();
  AEX_CHECK(read_pem(*state, pem, PEM_read_bio_PUBKEY, "parsing the public key"));
  return PublicKey(std::move(state));
}

std::size_t PublicKey::modulus_bytes() const { return state_->modulus_bytes(); }

Result<Bytes> PublicKey::seal(ByteView message, Entropy& entropy) const {
  AEX_CHECK(check_oaep_message(message.size, modulus_bytes()));
  Result<Bytes> block = encode_oaep(message, modulus_bytes(), entropy);
  if (!block.ok()) return Error(Code::seal_failed, block.error().detail());
  Bytes sealed(modulus_bytes());
  const bool ok = is_sealed(*state_, block.value(), &sealed);
  wipe(block.value().data(), block.value().size());
  if (!ok) return failure(Code::seal_failed, "RSA-OAEP encryption");
  return sealed;
}

struct PrivateKey::State : Key {};

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

/* OpenSSL makes keys with its own generator, to which `entropy` is added. */
Result<PrivateKey> PrivateKey::generate(unsigned bits, Entropy& entropy) {
  AEX_CHECK(check_rsa_bits_to_make(bits));
  std::array<std::uint8_t, kSeedBytes> seed;
  AEX_CHECK(entropy.fill(seed.data(), seed.size()));
  RAND_add(seed.data(), int(seed.size()), double(seed.size()));
  wipe(seed.data(), seed.size());
  auto state = std::make_unique<State>();
  const Context context(EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr));
  EVP_PKEY* made = nullptr;
  if (context == nullptr || EVP_PKEY_keygen_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), int(bits)) != 1 ||
      EVP_PKEY_keygen(context.get(), &made) != 1) {
    return failure(Code::internal, "making an RSA key");
  }
  state->pkey.reset(made);
  return PrivateKey(std::move(state));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  AEX_CHECK(check_pem(pem, "PRIVATE KEY-----"));
  auto state = std::make_unique<State>();
  AEX_CHECK(read_pem(*state, pem, PEM_read_bio_PrivateKey, "parsing the private key"));
  return PrivateKey(std::move(state));
}

std::size_t PrivateKey::modulus_bytes() const { return state_->modulus_bytes(); }

Result<Secret> PrivateKey::to_pem() const {
  return write_pem(*state_, [](BIO* bio, const EVP_PKEY* key) {
    return PEM_write_bio_PrivateKey_traditional(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

Result<std::string> PrivateKey::public_pem() const {
  AEX_TRY(const Secret& pem, write_pem(*state_, [](BIO* bio, const EVP_PKEY* key) {
            return PEM_write_bio_PUBKEY(bio, key);
          }));
  return pem.reveal();
}

Result<Bytes> PrivateKey::open(ByteView sealed, Entropy&) const {
  Bytes message(modulus_bytes());
  std::size_t size = 0;
  if (sealed.size == modulus_bytes() && is_opened(*state_, sealed, &message, &size)) {
    message.resize(size);
    return message;
  }
  wipe(message.data(), message.size());
  ERR_clear_error();
  return not_decrypted();
}

}  // namespace aex::crypto
