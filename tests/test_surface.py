"""What users can name does not change in silence."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("surface", ROOT / "tools" / "surface.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_changelog_speaks_of_every_change_of_the_surface(tool: Any) -> None:
    assert tool.unspoken() == [], "say what changed in CHANGELOG.md, each name in backticks"


def test_a_change_fails_until_the_changelog_speaks_of_it(
    tool: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = tool.surface()
    was["sco_data.members"] = "(as_of)"
    was["sco_data.gone"] = "()"
    was.pop("sco_data.model.State.capital")
    file, log = tmp_path / "surface.json", tmp_path / "CHANGELOG.md"
    file.write_text(json.dumps({"version": "26.1.0", "surface": was}))
    log.write_text("# Changelog\n\n## 26.1.0 - 2026\n\n- `members`, `gone` and `capital`\n")
    monkeypatch.setattr(tool, "FILE", file)
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    names = ["sco_data.gone", "sco_data.members", "sco_data.model.State.capital"]
    assert tool.unspoken() == names
    assert tool.main("write") == 1
    text = "# Changelog\n\n## Unreleased\n\n- `members(as_of=)`; `gone()` is gone.\n"
    log.write_text(text + "\n## 26.1.0 - 2026\n\n- `capital`\n")
    assert tool.unspoken() == names[2:]
    log.write_text(text.replace("gone.", "gone; `State.capital`.") + "\n## 26.1.0 - 2026\n")
    assert tool.main("write") == 0
    assert tool.main("check") == 0
    assert json.loads(file.read_text("utf-8"))["surface"] == tool.surface()


def test_the_surface_is_that_of_the_design(tool: Any) -> None:
    found = tool.surface()
    assert found["sco_data.model.Status.SCO_PARTNER"] == "'SCO partner'"
    assert found["sco_data.model.State.iso3"] == "str"
    assert "as_of: dt.date | str | None = None" in found["sco_data.members"]
    assert found["sco_data.DataError"].startswith("error ScoDataError, ValueError")
    assert found["sco_data.state"].count("->") == 2
