"""Run pyrefly on the user code: errors exactly where `type: ignore` says that there are some.

pyrefly cannot itself tell which of these comments it does not need.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "tests" / "typing" / "user_code.py"


def main() -> int:
    """Compare the lines."""
    lines = FILE.read_text("utf-8").splitlines()
    wanted = {at for at, line in enumerate(lines, 1) if line.endswith("# type: ignore")}
    command = ["pyrefly", "check", "-c", "pyrefly.toml", "--output-format", "json"]
    command += ["--python-interpreter-path", sys.executable]
    done = subprocess.run(
        command, cwd=FILE.parent, capture_output=True, encoding="utf-8", check=False
    )
    found = {error["line"]: error["description"] for error in json.loads(done.stdout)["errors"]}
    for line in sorted(wanted ^ found.keys()):
        print(f"{FILE.name}:{line}: {found.get(line, 'should be an error')}", file=sys.stderr)
    return 1 if wanted ^ found.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
