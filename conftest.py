"""What the examples in docstrings and documents can name."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import settings

import sco_data

# How long one example takes says more of the machine than of the library.
settings.register_profile("sco_data", deadline=None)
settings.load_profile("sco_data")

# What can only be imported, or have its example run, where these are.
needs = {"src/sco_data/_frames.py": "pandas", "tests/engines.py": "pyarrow"}
collect_ignore = [path for path, module in needs.items() if not find_spec(module)]


@pytest.fixture(autouse=True)
def _examples(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace["sco"] = sco_data
