#include "crypto/ecb.hpp"

#include "crypto/openssl/openssl.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kBlock = 16;

}  // namespace

struct Ecb::State {
  Cipher cipher;
};

Ecb::Ecb(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ecb::Ecb(Ecb&&) noexcept = default;
Ecb& Ecb::operator=(Ecb&&) noexcept = default;
Ecb::~Ecb() = default;

Result<Ecb> Ecb::start(Direction direction, const Key256& key) {
  auto state = std::make_unique<State>();
  if (!state->cipher.start(EVP_aes_256_ecb(), direction, key, {})) {
    return failure(Code::internal, "taking the AES key");
  }
  return Ecb(std::move(state));
}

Status Ecb::update(ByteView in, std::uint8_t* out) {
  if (in.size % kBlock != 0) return Error(Code::invalid_argument, "AES-ECB needs whole blocks");
  return state_->cipher.update(in, out) ? Status() : failure(Code::internal, "AES-ECB");
}

}  // namespace aex::crypto
