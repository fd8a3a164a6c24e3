"""What the examples in docstrings and documents can name."""

from __future__ import annotations

from typing import Any

import pytest

import sco_data


@pytest.fixture(autouse=True)
def _examples(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace["sco"] = sco_data
