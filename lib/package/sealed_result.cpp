#include "package/sealed_result.hpp"

namespace aex::package {

Result<ResultBundle> open(const SealedResult& sealed, const Secret& otp, Accept accept,
                          os::Files& files, const std::string& tar_gz_path, Control& control,
                          const PasswordKey* known) {
  AEX_TRY(const int version, open_with_password(sealed.file.path(), otp, {accept, true},
                                                files.unsynced(), tar_gz_path, control, known));
  return ResultBundle{tar_gz_path, version};
}

}  // namespace aex::package
