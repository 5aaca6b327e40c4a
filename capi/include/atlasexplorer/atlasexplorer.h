/** All of the C interface. Read conventions.h first: its five conventions hold everywhere. */
#ifndef ATLASEXPLORER_ATLASEXPLORER_H
#define ATLASEXPLORER_ATLASEXPLORER_H

#include "atlasexplorer/client.h"
#include "atlasexplorer/conventions.h"
#include "atlasexplorer/core.h"
#include "atlasexplorer/error.h"
#include "atlasexplorer/experiment.h"
#include "atlasexplorer/experimental.h"
#include "atlasexplorer/files.h"
#include "atlasexplorer/hooks.h"
#include "atlasexplorer/job.h"
#include "atlasexplorer/progress.h"
#include "atlasexplorer/report.h"
#include "atlasexplorer/service.h"
#include "atlasexplorer/settings.h"
#include "atlasexplorer/transport.h"

#endif
