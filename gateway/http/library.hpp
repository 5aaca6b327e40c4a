/** libmicrohttpd, which is bound when the first gateway starts: it brings ten libraries along, and
 *  they would cost every start of the command some 2 ms. A static build binds it directly. */
#pragma once

#include <microhttpd.h>

#include "atlasexplorer/result.hpp"

namespace aex::gateway {

struct Microhttpd {
#define AEX_MHD(name) decltype(&::MHD_##name) name = nullptr;
#include "gateway/http/functions.def"
#undef AEX_MHD
};

/** Bound once, for good. Code::unsupported if it is not there or too old. */
const Result<Microhttpd>& microhttpd();

}  // namespace aex::gateway
