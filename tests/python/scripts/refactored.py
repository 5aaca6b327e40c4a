"""The second generation's way, with the names that its documentation promised."""

import sys

from atlasexplorer import AtlasExplorer, ExperimentError
from atlasexplorer.core import SummaryReport

client = AtlasExplorer(verbose=False)
experiment = client.create_experiment("runs")
experiment.add_workload(sys.argv[1])
experiment.set_core("I8500_(1_thread)")
experiment.run("new")
summary = experiment.getSummary()
assert isinstance(summary, SummaryReport)
print(summary.get_total_cycles(), round(summary.get_ipc(), 3), len(summary.get_cache_metrics()))
experiment.set_core("nonsense")
try:
    experiment.run()
except ExperimentError as error:
    print("failed:", type(error).__name__)
