"""One workload on one core, with the key in the environment."""

import sys

from atlasexplorer import AtlasExplorer, Experiment

atlas = AtlasExplorer(verbose=True)
experiment = Experiment("myexperiments", atlas, verbose=True)
experiment.addWorkload(sys.argv[1])
experiment.setCore("I8500_(1_thread)")
experiment.run()
summary = experiment.getSummary()
print("Total Cycles:", summary.getTotalCycles())
print("Total Instructions:", summary.getTotalInstructions())
