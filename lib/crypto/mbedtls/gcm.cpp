#include "crypto/gcm.hpp"

#include <mbedtls/gcm.h>

#include <cstring>

#include "base/secret.hpp"
#include "crypto/digest.hpp"
#include "crypto/mbedtls/mbedtls.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kBlock = 16;
constexpr std::size_t kStepBytes = 4096;
constexpr unsigned kKeyBits = 256;

int begin(mbedtls_gcm_context* context, int mode, ByteView iv) {
#if AEX_MBEDTLS_3
  return mbedtls_gcm_starts(context, mode, iv.data, iv.size);
#else
  return mbedtls_gcm_starts(context, mode, iv.data, iv.size, nullptr, 0);
#endif
}

int run(mbedtls_gcm_context* context, ByteView in, std::uint8_t* out) {
#if AEX_MBEDTLS_3
  std::size_t written = 0;
  const int outcome = mbedtls_gcm_update(context, in.data, in.size, out, in.size, &written);
  return outcome == 0 && written != in.size ? MBEDTLS_ERR_GCM_BAD_INPUT : outcome;
#else
  return mbedtls_gcm_update(context, in.size, in.data, out);
#endif
}

int end(mbedtls_gcm_context* context, Tag128* tag) {
#if AEX_MBEDTLS_3
  std::uint8_t rest[kBlock];
  std::size_t written = 0;
  return mbedtls_gcm_finish(context, rest, sizeof rest, &written, tag->data(), tag->size());
#else
  return mbedtls_gcm_finish(context, tag->data(), tag->size());
#endif
}

}  // namespace

struct Gcm::State {
  explicit State(Direction direction) : is_seal(direction == Direction::seal) {
    mbedtls_gcm_init(&context);
  }
  ~State() {
    mbedtls_gcm_free(&context);
    wipe(step.data(), step.size());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  int finish(Tag128* tag) {
    is_finished = true;
    return end(&context, tag);
  }

  Code code() const { return is_seal ? Code::seal_failed : Code::open_failed; }

  mbedtls_gcm_context context;
  bool is_seal;
  bool is_last = false; /* part of a block was seen: nothing may follow */
  bool is_finished = false;
  std::array<std::uint8_t, kStepBytes> step{};
};

Gcm::Gcm(std::unique_ptr<State> state) : state_(std::move(state)) {}
Gcm::Gcm(Gcm&&) noexcept = default;
Gcm& Gcm::operator=(Gcm&&) noexcept = default;
Gcm::~Gcm() = default;

Result<Gcm> Gcm::start(Direction direction, const Key256& key, ByteView iv) {
  if (iv.empty()) return Error(Code::invalid_argument, "AES-GCM needs an IV");
  auto state = std::make_unique<State>(direction);
  int outcome = mbedtls_gcm_setkey(&state->context, MBEDTLS_CIPHER_ID_AES, key.data(), kKeyBits);
  const int mode = state->is_seal ? MBEDTLS_GCM_ENCRYPT : MBEDTLS_GCM_DECRYPT;
  if (outcome == 0) outcome = begin(&state->context, mode, iv);
  if (outcome != 0) return failure(state->code(), "starting AES-GCM", outcome);
  return Gcm(std::move(state));
}

/* mbedTLS does not allow opening in place, so each step goes through a buffer. */
Status Gcm::update(ByteView in, std::uint8_t* out) {
  if (in.empty()) return {};
  if (state_->is_last || state_->is_finished)
    return Error(Code::internal, "AES-GCM was given more after its last part");
  state_->is_last = in.size % kBlock != 0;
  while (!in.empty()) {
    const ByteView part = in.slice(0, kStepBytes);
    const int outcome = run(&state_->context, part, state_->step.data());
    if (outcome != 0) return failure(state_->code(), "AES-GCM", outcome);
    std::memcpy(out, state_->step.data(), part.size);
    out += part.size;
    in = in.slice(part.size);
  }
  return {};
}

Result<Tag128> Gcm::finish() {
  if (state_->is_finished) return Error(Code::internal, "the AES-GCM tag was already taken");
  Tag128 tag;
  const int outcome = state_->finish(&tag);
  if (outcome != 0) return failure(state_->code(), "AES-GCM", outcome);
  return tag;
}

Status Gcm::check(ByteView tag) {
  AEX_TRY(const Tag128& computed, finish());
  return equal(tag, computed) ? Status() : Error(Code::open_failed, "the AES-GCM tag is another");
}

}  // namespace aex::crypto
