"""What notebooks do with the files themselves."""

import json
import sys
from pathlib import Path

from atlasexplorer import AtlasExplorer, Experiment

experiment = Experiment("runs", AtlasExplorer(), verbose=False)
experiment.addWorkload(sys.argv[1])
experiment.setCore("I8500_(1_thread)")
experiment.run()
found = sorted(Path("runs").rglob("summary/summary.json"), key=lambda path: path.stat().st_mtime)
metrics = json.loads(found[-1].read_text())["Statistics"]["Summary Performance Report"]
print(metrics["Total Cycles Consumed"]["val"], len(metrics["ordered_keys"]))
