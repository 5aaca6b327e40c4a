/** Functions that may still change. Nothing here is part of the promise in docs/abi.md, and nothing
 *  is declared unless AEX_EXPERIMENTAL is defined before this header is included. Each declaration
 *  states what has to be true before it moves to a header of the promise. There is none yet. */
#ifndef ATLASEXPLORER_EXPERIMENTAL_H
#define ATLASEXPLORER_EXPERIMENTAL_H

#include "atlasexplorer/conventions.h"

#endif
