#include "crypto/ecb.hpp"

#include <mbedtls/aes.h>

#include "crypto/mbedtls/mbedtls.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kBlock = 16;
constexpr unsigned kKeyBits = 256;

}  // namespace

struct Ecb::State {
  State() { mbedtls_aes_init(&context); }
  ~State() { mbedtls_aes_free(&context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  mbedtls_aes_context context;
  bool is_seal = false;
};

Ecb::Ecb(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ecb::Ecb(Ecb&&) noexcept = default;
Ecb& Ecb::operator=(Ecb&&) noexcept = default;
Ecb::~Ecb() = default;

Result<Ecb> Ecb::start(Direction direction, const Key256& key) {
  auto state = std::make_unique<State>();
  state->is_seal = direction == Direction::seal;
  const int outcome = state->is_seal
                          ? mbedtls_aes_setkey_enc(&state->context, key.data(), kKeyBits)
                          : mbedtls_aes_setkey_dec(&state->context, key.data(), kKeyBits);
  if (outcome != 0) return failure(Code::internal, "taking the AES key", outcome);
  return Ecb(std::move(state));
}

Status Ecb::update(ByteView in, std::uint8_t* out) {
  if (in.size % kBlock != 0) return Error(Code::invalid_argument, "AES-ECB needs whole blocks");
  const int mode = state_->is_seal ? MBEDTLS_AES_ENCRYPT : MBEDTLS_AES_DECRYPT;
  for (std::size_t at = 0; at < in.size; at += kBlock) {
    const int outcome = mbedtls_aes_crypt_ecb(&state_->context, mode, in.data + at, out + at);
    if (outcome != 0) return failure(Code::internal, "AES-ECB", outcome);
  }
  return {};
}

}  // namespace aex::crypto
