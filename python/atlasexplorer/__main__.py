"""``python -m atlasexplorer`` and the console script: the native command."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Becomes the native command, with the same arguments."""
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_native", "atlasexplorer")
    try:
        os.execv(program, ["atlasexplorer", *sys.argv[1:]])
    except FileNotFoundError:
        sys.exit(f"atlasexplorer: the package was installed without its command: no {program}")


if __name__ == "__main__":  # pragma: no cover
    main()
