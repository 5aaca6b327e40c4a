/** The file of certificates that replaces the system's. */
#pragma once

#include <string>

#include "atlasexplorer/result.hpp"

namespace aex::net {

/** Code::ca_unreadable, naming it, when `path` cannot be read or holds no PEM certificate. An empty
 *  path is the system's and passes. */
Status check_ca_file(const std::string& path);

}  // namespace aex::net
