"""The command line, as ``python -m sco_data`` and as ``sco-data``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what it lacks."""
    try:
        from . import cli
    except ImportError as error:
        if error.name not in ("click", "rich"):
            raise
        print("sco-data: the command line needs: pip install 'sco-data[cli]'", file=sys.stderr)
        sys.exit(2)
    cli.main()


if __name__ == "__main__":
    main()
