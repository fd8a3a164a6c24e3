"""What users can name, as it was at the last release: `python tools/surface.py write` or `check`.

`tests/data/surface.json` holds every public name with its signature, every record's fields with
their types, and every vocabulary. What differs from it has to stand in CHANGELOG.md, in backticks,
above the section of the release that the file is of. `write` makes it the surface of this version.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any, get_overloads

import attrs

import sco_data
from sco_data import errors, model

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "tests" / "data" / "surface.json"


def surface() -> dict[str, str]:
    """Every public name and what it is."""
    found: dict[str, str] = {}
    for name in sco_data.__all__:
        thing = getattr(sco_data, name)
        if name in errors.__all__:
            found[f"sco_data.{name}"] = f"error {_bases(thing)}{_signature(thing.__init__)}"
        elif callable(thing):
            found[f"sco_data.{name}"] = "; ".join(map(_signature, get_overloads(thing) or [thing]))
        else:
            found[f"sco_data.{name}"] = type(thing).__name__
    for name in model.__all__:
        thing = getattr(model, name)
        if isinstance(thing, type):
            found |= _class(f"sco_data.model.{name}", thing)
        else:
            found[f"sco_data.model.{name}"] = f"alias {thing}"
    return found


def _class(path: str, cls: Any) -> dict[str, str]:
    found = {path: f"class {_bases(cls)}"}
    if issubclass(cls, StrEnum):
        return found | {f"{path}.{word.name}": repr(word.value) for word in cls}
    fields = {field.name: field for field in attrs.fields(cls)} if attrs.has(cls) else {}
    types: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        types |= vars(base).get("__annotations__", {})  # as written: libraries evaluate the others
    for name, field in fields.items():
        default = "" if field.default is attrs.NOTHING else f" = {field.default!r}"
        found[f"{path}.{name}"] = f"{types[name]}{default}"
    for name, thing in inspect.getmembers(cls):
        if name.startswith("_") or name in fields or hasattr(tuple, name):
            continue
        if isinstance(thing, property):
            found[f"{path}.{name}"] = "property" + _signature(thing.fget)
        elif callable(thing):
            found[f"{path}.{name}"] = _signature(thing)
    return found


def _bases(cls: type) -> str:
    return ", ".join(base.__name__ for base in cls.__bases__)


def _signature(thing: Any) -> str:
    return re.sub(r" at 0x[0-9a-f]+|'", "", str(inspect.signature(thing)))


def unspoken() -> list[str]:
    """The names that changed since the file was written and that CHANGELOG.md does not speak of."""
    stated = json.loads(FILE.read_text("utf-8"))
    was, now = stated["surface"], surface()
    changed = [name for name in sorted(was | now) if was.get(name) != now.get(name)]
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    since = text.partition(f"\n## {stated['version']}")[0]
    spoken = {
        word for quoted in re.findall(r"`([^`]+)`", since) for word in re.findall(r"\w+", quoted)
    }
    return [name for name in changed if name.rpartition(".")[2] not in spoken]


def main(task: str) -> int:
    """Write the file, or tell what the changelog has to speak of."""
    lost = unspoken() if FILE.exists() else []
    if lost:
        print("CHANGELOG.md does not speak of:", *lost, sep="\n  ", file=sys.stderr)
        return 1
    if task == "write":
        stated = {"version": sco_data.__version__, "surface": surface()}
        FILE.write_text(json.dumps(stated, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
