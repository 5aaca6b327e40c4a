"""The one Experiment class, at the path of the refactored client."""

from atlasexplorer.experiment import Experiment as Experiment
