"""What a script without a configuration sees."""

from atlasexplorer import AtlasExplorer

AtlasExplorer()
print("never")
