"""What the examples in docstrings and documents can name, and how properties are searched."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import sco_data

# How long one example takes says more of the machine than of the library.
settings.register_profile("any machine", deadline=None, suppress_health_check=list(HealthCheck))
# The gate draws the same examples each time, keeps none, and reads none that somebody kept.
settings.register_profile(
    "gate", settings.get_profile("any machine"), derandomize=True, database=None
)
# `nox -s search`; pytest prints the seed, and a failure the lines that repeat it.
settings.register_profile(
    "search", settings.get_profile("any machine"), max_examples=1000, print_blob=True
)
settings.load_profile("gate")

# What can only be imported, or have its example run, where these are.
needs = {
    "src/sco_data/_annotate/frames.py": "pandas",
    "tests/engines.py": "pyarrow",
    "tests/test_build.py": "hatchling",
    "tests/test_workflows.py": "yaml",
}
collect_ignore = [path for path, module in needs.items() if not find_spec(module)]


@pytest.fixture(autouse=True)
def _examples(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace["sco"] = sco_data
