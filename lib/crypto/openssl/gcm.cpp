#include "crypto/gcm.hpp"

#include "crypto/openssl/openssl.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kBlock = 16;

}  // namespace

struct Gcm::State {
  explicit State(Direction direction) : is_seal(direction == Direction::seal) {}

  Code code() const { return is_seal ? Code::seal_failed : Code::open_failed; }
  /* Whether nothing is left over, and the tag, if it was given, is that of what was opened. */
  bool finish() {
    std::uint8_t nothing[kBlock];
    int size = 0;
    is_finished = true;
    return EVP_CipherFinal_ex(cipher.get(), nothing, &size) == 1;
  }

  Cipher cipher;
  bool is_seal;
  bool is_last = false; /* part of a block was seen: nothing may follow */
  bool is_finished = false;
};

Gcm::Gcm(std::unique_ptr<State> state) : state_(std::move(state)) {}
Gcm::Gcm(Gcm&&) noexcept = default;
Gcm& Gcm::operator=(Gcm&&) noexcept = default;
Gcm::~Gcm() = default;

Result<Gcm> Gcm::start(Direction direction, const Key256& key, ByteView iv) {
  if (iv.empty()) return Error(Code::invalid_argument, "AES-GCM needs an IV");
  auto state = std::make_unique<State>(direction);
  if (!state->cipher.start(EVP_aes_256_gcm(), direction, key, iv)) {
    return failure(state->code(), "starting AES-GCM");
  }
  return Gcm(std::move(state));
}

Status Gcm::update(ByteView in, std::uint8_t* out) {
  if (in.empty()) return {};
  if (state_->is_last || state_->is_finished)
    return Error(Code::internal, "AES-GCM was given more after its last part");
  state_->is_last = in.size % kBlock != 0;
  return state_->cipher.update(in, out) ? Status() : failure(state_->code(), "AES-GCM");
}

Result<Tag128> Gcm::finish() {
  if (state_->is_finished) return Error(Code::internal, "the AES-GCM tag was already taken");
  Tag128 tag;
  if (!state_->finish() || EVP_CIPHER_CTX_ctrl(state_->cipher.get(), EVP_CTRL_AEAD_GET_TAG,
                                               int(tag.size()), tag.data()) != 1) {
    return failure(state_->code(), "AES-GCM");
  }
  return tag;
}

Status Gcm::check(ByteView tag) {
  if (state_->is_finished) return Error(Code::internal, "the AES-GCM tag was already taken");
  Tag128 expected;
  if (tag.size == expected.size()) {
    std::copy(tag.begin(), tag.end(), expected.begin());
    if (EVP_CIPHER_CTX_ctrl(state_->cipher.get(), EVP_CTRL_AEAD_SET_TAG, int(expected.size()),
                            expected.data()) == 1 &&
        state_->finish()) {
      return {};
    }
  }
  return failure(Code::open_failed, "checking the AES-GCM tag");
}

}  // namespace aex::crypto
