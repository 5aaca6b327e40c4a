/** A net::Transport over the functions of the host program. */
#pragma once

#include "atlasexplorer/transport.h"
#include "net/http.hpp"

namespace aex::capi {

/** Copies the table. Code::invalid_argument when it cannot be used. */
Result<std::unique_ptr<net::Transport>> host_transport(const aex_transport& given);

}  // namespace aex::capi
