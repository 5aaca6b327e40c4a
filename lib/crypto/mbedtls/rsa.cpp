#include "crypto/rsa.hpp"

#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>

#include "crypto/mbedtls/mbedtls.hpp"
#include "crypto/rsa_rules.hpp"

namespace aex::crypto {
namespace {

struct Key {
  Key() { mbedtls_pk_init(&context); }
  ~Key() { mbedtls_pk_free(&context); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  mbedtls_rsa_context* rsa() { return mbedtls_pk_rsa(context); }
  std::size_t bits() const { return mbedtls_pk_get_bitlen(&context); }
  std::size_t modulus_bytes() const { return (bits() + 7) / 8; }

  mbedtls_pk_context context;
};

Status check_key(Key& key) {
  const bool is_rsa = mbedtls_pk_can_do(&key.context, MBEDTLS_PK_RSA) && key.rsa() != nullptr;
  return check_rsa_key(is_rsa, key.bits());
}

void use_oaep(mbedtls_rsa_context* rsa) {
  (void)mbedtls_rsa_set_padding(rsa, MBEDTLS_RSA_PKCS_V21, MBEDTLS_MD_SHA256);
}

int parse_private(Key& key, const Secret& pem) {
  const auto* text = reinterpret_cast<const unsigned char*>(pem.reveal().c_str());
  const std::size_t size = pem.reveal().size() + 1;
#if AEX_MBEDTLS_3
  return mbedtls_pk_parse_key(&key.context, text, size, nullptr, 0, refuse_randomness, nullptr);
#else
  return mbedtls_pk_parse_key(&key.context, text, size, nullptr, 0);
#endif
}

int encrypt(mbedtls_rsa_context* rsa, Entropy& entropy, ByteView message, std::uint8_t* out) {
#if AEX_MBEDTLS_3
  return mbedtls_rsa_rsaes_oaep_encrypt(rsa, fill_from_entropy, &entropy, nullptr, 0, message.size,
                                        message.data, out);
#else
  return mbedtls_rsa_rsaes_oaep_encrypt(rsa, fill_from_entropy, &entropy, MBEDTLS_RSA_PUBLIC,
                                        nullptr, 0, message.size, message.data, out);
#endif
}

int decrypt(mbedtls_rsa_context* rsa, Entropy& entropy, ByteView sealed, Bytes* out,
            std::size_t* size) {
#if AEX_MBEDTLS_3
  return mbedtls_rsa_rsaes_oaep_decrypt(rsa, fill_from_entropy, &entropy, nullptr, 0, size,
                                        sealed.data, out->data(), out->size());
#else
  return mbedtls_rsa_rsaes_oaep_decrypt(rsa, fill_from_entropy, &entropy, MBEDTLS_RSA_PRIVATE,
                                        nullptr, 0, size, sealed.data, out->data(), out->size());
#endif
}

using Writer = int (*)(Key&, unsigned char*, std::size_t);

Result<Secret> write_pem(Key& key, Writer writer) {
  Bytes buffer(kMaxPemBytes);
  const int outcome = writer(key, buffer.data(), buffer.size());
  Secret pem(outcome == 0 ? reinterpret_cast<const char*>(buffer.data()) : "");
  wipe(buffer.data(), buffer.size());
  if (outcome != 0) return failure(Code::internal, "writing the key as PEM", outcome);
  return pem;
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
  const std::string text(pem);
  const int outcome = mbedtls_pk_parse_public_key(
      &state->context, reinterpret_cast<const unsigned char*>(text.c_str()), text.size() + 1);
  if (outcome != 0) return failure(Code::key_invalid, "parsing the public key", outcome);
  AEX_CHECK(check_key(*state));
  use_oaep(state->rsa());
  return PublicKey(std::move(state));
}

std::size_t PublicKey::modulus_bytes() const { return state_->modulus_bytes(); }

Result<Bytes> PublicKey::seal(ByteView message, Entropy& entropy) const {
  AEX_CHECK(check_oaep_message(message.size, modulus_bytes()));
  Bytes sealed(modulus_bytes());
  const int outcome = encrypt(state_->rsa(), entropy, message, sealed.data());
  if (outcome != 0) return failure(Code::seal_failed, "RSA-OAEP encryption", outcome);
  return sealed;
}

struct PrivateKey::State : Key {};

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

Result<PrivateKey> PrivateKey::generate(unsigned bits, Entropy& entropy) {
  AEX_CHECK(check_rsa_bits_to_make(bits));
  auto state = std::make_unique<State>();
  int outcome = mbedtls_pk_setup(&state->context, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA));
  if (outcome == 0) {
    outcome = mbedtls_rsa_gen_key(state->rsa(), fill_from_entropy, &entropy, bits, kRsaExponent);
  }
  if (outcome != 0) return failure(Code::internal, "making an RSA key", outcome);
  use_oaep(state->rsa());
  return PrivateKey(std::move(state));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  AEX_CHECK(check_pem(pem, "PRIVATE KEY-----"));
  auto state = std::make_unique<State>();
  const int outcome = parse_private(*state, Secret(pem));
  if (outcome != 0) return failure(Code::key_invalid, "parsing the private key", outcome);
  AEX_CHECK(check_key(*state));
  use_oaep(state->rsa());
  return PrivateKey(std::move(state));
}

std::size_t PrivateKey::modulus_bytes() const { return state_->modulus_bytes(); }

Result<Secret> PrivateKey::to_pem() const {
  return write_pem(*state_, [](Key& key, unsigned char* out, std::size_t size) {
    return mbedtls_pk_write_key_pem(&key.context, out, size);
  });
}

Result<std::string> PrivateKey::public_pem() const {
  AEX_TRY(const Secret& pem, write_pem(*state_, [](Key& key, unsigned char* out, std::size_t size) {
            return mbedtls_pk_write_pubkey_pem(&key.context, out, size);
          }));
  return pem.reveal();
}

Result<Bytes> PrivateKey::open(ByteView sealed, Entropy& entropy) const {
  Bytes message(modulus_bytes());
  std::size_t size = 0;
  const bool fits = sealed.size == modulus_bytes();
  const int outcome = fits ? decrypt(state_->rsa(), entropy, sealed, &message, &size) : -1;
  if (outcome == 0) {
    message.resize(size);
    return message;
  }
  wipe(message.data(), message.size());
  return not_decrypted();
}

}  // namespace aex::crypto
