/* Only seal() makes a SealedBundle. */
#include "package/sealed_bundle.hpp"

using namespace aex;

Result<package::SealedBundle> forge(const package::Bundle& bundle, const crypto::PublicKey& key,
                                    os::Files& files, Entropy& entropy, Control& control) {
#ifdef AEX_BAD
  return package::SealedBundle(os::Scratch(files, "plain.tar.gz"), 1);
#else
  return package::seal(bundle, key, package::kPackageV1, files, "x", entropy, control);
#endif
}
