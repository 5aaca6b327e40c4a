"""The service's calls one at a time."""

from atlasexplorer.network.api_client import AtlasAPIClient as AtlasAPIClient
