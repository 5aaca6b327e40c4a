/* Texts that a user or a host hands over: `.env`, a public key, a signed URL. */
#include "cloud/expiry.hpp"
#include "config/dotenv.hpp"
#include "crypto/rsa.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = aex::ByteView(bytes, size).text();
  (void)aex::config::parse_dotenv(text);
  (void)aex::cloud::has_expired(aex::Secret(text), 784'111'777'000);
  (void)aex::crypto::PublicKey::from_pem(text).ok();
  return 0;
}
