/** What the sources over mbedTLS share: versions 2.28 and 3. Private to lib/crypto. */
#pragma once

#include <mbedtls/version.h>

#include "base/entropy.hpp"

/** Versions before 3 have other signatures. */
#define AEX_MBEDTLS_3 (MBEDTLS_VERSION_NUMBER >= 0x03000000)

namespace aex::crypto {

/** An error whose detail is "<act> failed" with mbedTLS' number. */
Error failure(Code code, const char* act, int outcome);

/** An Entropy, given as `entropy`, in the shape of mbedTLS' f_rng. */
int fill_from_entropy(void* entropy, unsigned char* out, std::size_t size);

/** For operations that need no randomness but have the argument: fails. */
int refuse_randomness(void* nothing, unsigned char* out, std::size_t size);

}  // namespace aex::crypto
