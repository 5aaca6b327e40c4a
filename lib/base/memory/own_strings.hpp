/** Included before all else by the compiler's command line: makes each object hold the code of
 *  std::string that it uses, which the C++ library otherwise brings with its own allocation. */
#pragma once

#if __has_include(<bits/c++config.h>)
#include <bits/c++config.h>
#undef _GLIBCXX_EXTERN_TEMPLATE
#define _GLIBCXX_EXTERN_TEMPLATE -1  // NOLINT(bugprone-reserved-identifier): is its switch
#endif
