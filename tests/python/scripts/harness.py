"""A harness: runs, reloads from the disk, prints the cache metrics."""

import os
import sys

from atlasexplorer import atlasexplorer

if hasattr(atlasexplorer.AtlasConstants, "AE_GLOBAL_API"):
    atlasexplorer.AtlasConstants.AE_GLOBAL_API = sys.argv[2]
instance = atlasexplorer.AtlasExplorer("0123456789abcdef", "development", "us-west-2")
if hasattr(instance.config, "gateway"):
    print("gateway", bool(instance.config.gateway))
experiment = atlasexplorer.Experiment("runs", instance, verbose=False)
experiment.addWorkload(sys.argv[1])
experiment.setCore("I8500_(1_thread)")
experiment.run(expname="cold")
experiment.run(expname="warm")
for name in ("cold", "warm"):
    again = atlasexplorer.Experiment.getExperiment(os.path.join("runs", name), instance)
    summary = again.getSummary()
    print(name, summary.getTotalCycles())
    for key in summary.getMetricKeys(".*Cache.*Hit.*"):
        print(key, summary.getMetricValue(key))
    summary.printMetrics(".*Cache.*")
