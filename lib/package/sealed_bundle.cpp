#include "package/sealed_bundle.hpp"

namespace aex::package {

Result<SealedBundle> seal(const Bundle& bundle, const crypto::PublicKey& key,
                          const PackageFormat& format, os::Files& files, const std::string& path,
                          Entropy& entropy, Control& control) {
  os::Scratch scratch(files, path);
  AEX_TRY(const std::unique_ptr<os::WriteFile>& file, scratch.create(os::Access::owner));
  AEX_TRY(const std::uint64_t size, write_hybrid(bundle, key, format, *file, entropy, control));
  AEX_CHECK(file->finish());
  return SealedBundle(std::move(scratch), size);
}

Result<SealedBundle> reopen_sealed(const std::string& path, os::Files& files) {
  AEX_CHECK(require_sealed(path, files));
  AEX_TRY(const os::FileInfo& info, files.info(path, false));
  return SealedBundle(os::Scratch(files, path), info.size);
}

}  // namespace aex::package
