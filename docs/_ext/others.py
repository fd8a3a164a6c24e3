"""What comparable packages answer: the ``others`` directive, and the check that they still do.

``python docs/_ext/others.py`` asks the Python packages named in ``others.json`` again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "others.json"


def rows() -> list[dict[str, Any]]:
    """Everything that was asked, and the answers."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return found


def packages() -> list[str]:
    """The packages that can be asked again, pinned."""
    return sorted({"==".join(row["who"].split()) for row in rows() if "run" in row})


def ask() -> int:
    """Ask again; the number of answers that differ."""
    differ = 0
    for row in rows():
        if "run" in row:
            names: dict[str, Any] = {}
            exec(row["run"], names)
            try:
                answer = repr(eval(row["asked"], names))
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            if answer != row["answer"]:
                differ += 1
                print(f"{row['who']}: {row['asked']}\n  stated {row['answer']}\n  today  {answer}")
    return differ


def setup(app: Any) -> dict[str, bool]:
    """Add the directive."""
    from docutils import nodes
    from docutils.statemachine import StringList
    from sphinx.util.docutils import SphinxDirective

    class Others(SphinxDirective):
        """A table of what others answer to one question."""

        required_arguments = 1

        def run(self) -> list[nodes.Node]:
            lines = [":::{list-table}", ":header-rows: 1", ":class: others", ""]
            lines += ["* - whom", "  - asked", "  - answer"]
            for row in rows():
                if row["question"] == int(self.arguments[0]):
                    code = "run" in row
                    asked, answer = (
                        f"`{row[key]}`" if code else row[key] for key in ("asked", "answer")
                    )
                    lines += [f"* - {row['who']}", f"  - {asked}", f"  - {answer}"]
            lines.append(":::")
            box = nodes.container(classes=["others"])
            self.state.nested_parse(StringList(lines, str(FILE)), 0, box)
            return [box]

    app.add_directive("others", Others)
    return {"parallel_read_safe": True}


if __name__ == "__main__":
    print(*packages()) if sys.argv[1:] == ["packages"] else sys.exit(bool(ask()))
