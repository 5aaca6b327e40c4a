"""Two workloads on a core of two threads, with the key as positional arguments."""

import sys

from atlasexplorer.atlasexplorer import AtlasExplorer, Experiment

try:
    atlas = AtlasExplorer(sys.argv[3], "development", "us-west-2", verbose=False)
except SystemExit:
    print("no connection")
    raise
experiment = Experiment("myexperiments", atlas, verbose=False)
for workload in sys.argv[1:3]:
    experiment.addWorkload(workload)
experiment.setCore("I8500_(2_threads)")
experiment.run("both")
summary = experiment.getSummary()
assert summary.getTotalCycles() == summary.totalcycles
print(sorted(key for key in summary.getMetricKeys("^Thread")))
print(experiment.getRoot())
