#include "package/sealed_result.hpp"

#include "package/envelope/password.hpp"

namespace aex::package {

Result<ResultBundle> open(const SealedResult& sealed, const Secret& otp, Accept accept,
                          os::Files& files, const std::string& tar_gz_path, Control& control) {
  AEX_TRY(const int version,
          open_with_password(sealed.file.path(), otp, {accept, true}, files, tar_gz_path, control));
  return ResultBundle{tar_gz_path, version};
}

}  // namespace aex::package
