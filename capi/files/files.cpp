#include "atlasexplorer/files.h"

#include "capi/boundary.hpp"
#include "capi/session/session.hpp"
#include "package/envelope/hybrid.hpp"
#include "package/envelope/password.hpp"

using namespace aex::capi;
using aex::Code;
using aex::Error;
using aex::Result;
using aex::Secret;
using aex::Status;

namespace {

Result<aex::package::PackageFormat> package_format(int32_t version) {
  if (version == 1) return aex::package::kPackageV1;
  if (version == 2) return aex::package::kPackageV2;
  return Error(Code::invalid_argument, {"there is no version ", aex::decimal(version)});
}

Result<aex::package::ResultFormat> result_format(int32_t version) {
  if (version == 1) return aex::package::kResultV1;
  if (version == 2) return aex::package::kResultV2;
  return Error(Code::invalid_argument, {"there is no version ", aex::decimal(version)});
}

using Guess = Result<int> (*)(const std::string&, aex::os::Files&);

aex_code guess_with(Guess guess, int32_t* out, const char* path, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {path, "path"}}));
    AEX_TRY(*out, guess(path, system_effects().files));
    return {};
  });
}

}  // namespace

aex_code aex_file_seal(const char* path, const char* out_path, const char* public_key_pem,
                       int32_t version, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(
        require({{path, "path"}, {out_path, "out_path"}, {public_key_pem, "public_key_pem"}}));
    AEX_TRY(const aex::package::PackageFormat& format, package_format(version));
    AEX_TRY(const aex::crypto::PublicKey& key, aex::crypto::PublicKey::from_pem(public_key_pem));
    const aex::experiment::Effects effects = system_effects();
    aex::Control control;
    return aex::package::seal_file(path, key, format, effects.files, out_path, effects.entropy,
                                   control);
  });
}

aex_code aex_file_open(int32_t* out, const char* path, const char* out_path,
                       const char* private_key_pem, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"},
                       {path, "path"},
                       {out_path, "out_path"},
                       {private_key_pem, "private_key_pem"}}));
    AEX_TRY(const aex::crypto::PrivateKey& key, aex::crypto::PrivateKey::from_pem(private_key_pem));
    const aex::experiment::Effects effects = system_effects();
    AEX_TRY(const aex::package::PackageFormat& format,
            aex::package::open_file(path, key, effects.files, out_path, effects.entropy));
    *out = format.version;
    return {};
  });
}

aex_code aex_file_seal_with_password(const char* path, const char* out_path, const char* password,
                                     size_t password_size, int32_t version, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{path, "path"}, {out_path, "out_path"}, {password, "password"}}));
    AEX_TRY(const aex::package::ResultFormat& format, result_format(version));
    const aex::experiment::Effects effects = system_effects();
    return aex::package::seal_with_password(path, Secret({password, password_size}), format,
                                            effects.files, out_path, effects.entropy);
  });
}

aex_code aex_file_open_with_password(int32_t* out, const char* path, const char* out_path,
                                     const char* password, size_t password_size,
                                     aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(
        require({{out, "out"}, {path, "path"}, {out_path, "out_path"}, {password, "password"}}));
    aex::Control control;
    aex::package::PasswordRules rules;
    rules.v1_must_be_gzip = false;
    AEX_TRY(*out, aex::package::open_with_password(path, Secret({password, password_size}), rules,
                                                   system_effects().files, out_path, control));
    return {};
  });
}

aex_code aex_file_guess_sealed(int32_t* out, const char* path, aex_error** error) {
  return guess_with(&aex::package::guess_hybrid_version, out, path, error);
}

aex_code aex_file_guess_with_password(int32_t* out, const char* path, aex_error** error) {
  return guess_with(&aex::package::guess_password_version, out, path, error);
}
