/* Envelopes. The first byte chooses: a package or a result as it may come, or a package that was
 * sealed here and then damaged in one place, which must not be opened. */
#include "fuzz/target.hpp"
#include "package/envelope/hybrid.hpp"
#include "package/envelope/password.hpp"
#include "support/memory_files.hpp"

namespace {

using namespace aex;
using namespace aex::package;

/* Repeats, so that an input means the same at every run. */
class Repeating final : public Entropy {
 public:
  Status fill(std::uint8_t* out, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) {
      state_ = state_ * 6364136223846793005u + 1442695040888963407u;
      out[i] = std::uint8_t(state_ >> 56);
    }
    return {};
  }

 private:
  std::uint64_t state_ = 1;
};

const crypto::PrivateKey& private_key() {
  static const auto* const key = [] {
    Repeating entropy;
    return new Result<crypto::PrivateKey>(crypto::PrivateKey::generate(2048, entropy));
  }();
  return key->value();
}

void open_package(ByteView input) {
  testing::MemoryFiles files;
  files.contents["in"] = Bytes(input.begin(), input.end());
  Repeating entropy;
  (void)guess_hybrid_version("in", files).ok();
  (void)require_sealed("in", files).ok();
  if (open_file("in", private_key(), files, "out", entropy).ok()) __builtin_trap();
  if (files.contents.size() != 1) __builtin_trap();
}

void open_result(ByteView input) {
  testing::MemoryFiles files;
  files.contents["in"] = Bytes(input.begin(), input.end());
  Control control;
  (void)guess_password_version("in", files).ok();
  const auto opened = open_with_password("in", Secret("password"), {}, files, "out", control);
  if (files.contents.count("out") != (opened.ok() ? 1u : 0u)) __builtin_trap();
  if (files.contents.size() != (opened.ok() ? 2u : 1u)) __builtin_trap();
}

/** Seals `content`, changes the byte at `place` by `change`, and opens it again. */
void damage_package(const PackageFormat& format, std::size_t place, std::uint8_t change,
                    ByteView content) {
  testing::MemoryFiles files;
  files.contents["in"] = Bytes(content.begin(), content.end());
  Repeating entropy;
  Control control;
  static const std::string pem = private_key().public_pem().value();
  const auto key = crypto::PublicKey::from_pem(pem);
  if (!seal_file("in", key.value(), format, files, "sealed", entropy, control).ok())
    __builtin_trap();
  Bytes& sealed = files.contents["sealed"];
  sealed[place % sealed.size()] ^= change;
  const bool is_open = open_file("sealed", private_key(), files, "out", entropy).ok();
  if (is_open != (change == 0)) __builtin_trap();
  if (is_open && files.contents["out"] != files.contents["in"]) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 4) return 0;
  const ByteView rest(bytes + 4, size - 4);
  const std::size_t place = std::size_t(bytes[1]) << 8 | bytes[2];
  switch (bytes[0] % 4) {
    case 0: open_package(rest); break;
    case 1: open_result(rest); break;
    case 2: damage_package(kPackageV1, place, bytes[3], rest); break;
    default: damage_package(kPackageV2, place, bytes[3], rest); break;
  }
  return 0;
}
