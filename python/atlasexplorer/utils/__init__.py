"""Exceptions and deprecation warnings, at the paths of the refactored client."""

from atlasexplorer.exceptions import AtlasExplorerError as AtlasExplorerError
from atlasexplorer.exceptions import AuthenticationError as AuthenticationError
from atlasexplorer.exceptions import ConfigurationError as ConfigurationError
from atlasexplorer.exceptions import ELFValidationError as ELFValidationError
from atlasexplorer.exceptions import EncryptionError as EncryptionError
from atlasexplorer.exceptions import ExperimentError as ExperimentError
from atlasexplorer.exceptions import NetworkError as NetworkError
