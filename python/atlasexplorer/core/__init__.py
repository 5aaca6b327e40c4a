"""The old interface's classes, at the paths of the refactored client."""

from atlasexplorer.analysis.reports import SummaryReport as SummaryReport
from atlasexplorer.core.client import AtlasExplorer as AtlasExplorer
from atlasexplorer.core.client import get_channel_list as get_channel_list
from atlasexplorer.core.client import validate_user_api_key as validate_user_api_key
from atlasexplorer.core.config import AtlasConfig as AtlasConfig
from atlasexplorer.core.constants import AtlasConstants as AtlasConstants
from atlasexplorer.experiment import Experiment as Experiment
