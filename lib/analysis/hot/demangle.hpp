/** Names of C++ functions as their source writes them. */
#pragma once

#include <string>

namespace aex::analysis {

/** "ns::f(int)" for "_ZN2ns1fEi", where the C++ runtime offers it; other names as they are. Names
 *  that could expand without bound stay as they are too. */
std::string demangled(const std::string& name);

}  // namespace aex::analysis
