/** The version of the library that these headers describe. */
#pragma once

#define AEX_VERSION_MAJOR 4
#define AEX_VERSION_MINOR 0
#define AEX_VERSION_PATCH 0
#define AEX_VERSION_TEXT "4.0.0"
