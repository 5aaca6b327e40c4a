#include "crypto/rsa_rules.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kMinBits = 2048;
constexpr std::size_t kMaxBits = 4096;
/* RFC 8017, 7.1.1: two hashes and two bytes. */
constexpr std::size_t kOverheadBytes = 2 * 32 + 2;

Error invalid(const char* detail) { return Error(Code::key_invalid, detail); }

}  // namespace

Status check_pem(std::string_view pem, std::string_view mark) {
  if (pem.size() > kMaxPemBytes) return invalid("the PEM text was over 16 KiB");
  if (pem.find('\0') != std::string_view::npos) return invalid("the PEM text held a NUL");
  if (pem.find(mark) == std::string_view::npos) {
    return Error(Code::key_invalid, {"the text did not hold \"", mark, "\""});
  }
  return {};
}

Status check_rsa_key(bool is_rsa, std::size_t bits) {
  if (!is_rsa) return invalid("the key was not an RSA key");
  if (bits < kMinBits || bits > kMaxBits) {
    return Error(Code::key_invalid, {"the RSA key had ", decimal(bits), " bits, not 2048 to 4096"});
  }
  return {};
}

Status check_rsa_bits_to_make(unsigned bits) {
  if (bits >= kMinBits && bits <= kMaxBits && bits % 2 == 0) return {};
  return Error(Code::invalid_argument, "an RSA key has 2048 to 4096 bits, an even number");
}

Status check_oaep_message(std::size_t bytes, std::size_t modulus_bytes) {
  if (bytes <= modulus_bytes - kOverheadBytes) return {};
  return Error(Code::seal_failed, {decimal(bytes), " bytes were too many for RSA"});
}

Error not_decrypted() { return Error(Code::open_failed, "RSA-OAEP decryption failed"); }

}  // namespace aex::crypto
