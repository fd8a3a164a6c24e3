"""What the examples in docstrings and documents can name."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest

import sco_data

collect_ignore = [] if find_spec("pandas") else ["src/sco_data/_frames.py"]  # its example needs it


@pytest.fixture(autouse=True)
def _examples(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace["sco"] = sco_data
