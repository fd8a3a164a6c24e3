"""The command line, as ``python -m sco_data`` and as ``sco-data``.

It stands apart from ``cli`` so that it can say what is missing where the extra is not installed.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what it lacks."""
    try:
        from . import cli
    except ImportError as error:
        # Any other module that is missing is a fault, and is not hidden.
        if error.name != "click":
            raise

        print(
            "sco-data: the command line needs: pip install 'sco-data[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)

    cli.main()


if __name__ == "__main__":
    main()
