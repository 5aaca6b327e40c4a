/* Both headers state the version: a difference does not compile. */
#include "atlasexplorer/conventions.h"

#include "atlasexplorer/version.hpp"

const char* aex_version(void) { return AEX_VERSION_TEXT; }
int32_t aex_version_number(void) { return AEX_VERSION_NUMBER; }
