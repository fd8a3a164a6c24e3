"""What tests of several files share."""

from __future__ import annotations

from typing import Any

import pytest

from interpreters import ANSWERS


@pytest.fixture(scope="session")
def answers() -> str:
    """What this interpreter says, so what every other has to say."""
    scope: dict[str, Any] = {}
    exec(ANSWERS, scope)
    said = str(scope["answers"]())
    assert said.startswith("[8, 'RUS', 'KG', 'observer', 'observer', '2024-2025', ")
    return said
