"""The optional libraries: from which version on each works, and the one way to any of them.

What is asked for is imported when it is needed and its version is read then, because no extra can
bound a library that the user chose to install without it.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from typing import Any

LOWEST = {
    "pandas": "2.0.0",
    "polars": "1.3.0",
    "pyarrow": "16.0.0",
    "duckdb": "1.1.0",
    "dask": "2024.3.0",
    "ibis": "10.0.0",
    "pyspark": "3.5.0",
    "narwhals": "2.28.0",
    "numpy": "1.23.5",
}
"""The lowest version of each library with which ``annotate`` and the exits give right answers.

narwhals is here for DuckDB, Ibis and PySpark; before 2.28 it cannot join in DuckDB 2.
"""

PACKAGES = {"ibis": "ibis-framework"}
"""Where the name to install is not the one to import."""


def need(module: str, user: str) -> Any:
    """An optional library for ``user``, or an error that says what to install.

    Args:
        module: the module to import, such as ``"pyarrow.compute"``.
        user: what needs it, for the message.

    Raises:
        ImportError: if the library is missing, or older than the lowest version that works.
    """
    name = module.partition(".")[0]
    package = PACKAGES.get(name, name)
    try:
        library = import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{user} needs {module}: pip install 'sco-data[frames]' {package}",
            name=name,
        ) from error

    # A module inside of a library has no version of its own.
    version = getattr(sys.modules[name], "__version__", "")
    lowest = LOWEST.get(name, "0")
    if _numbers(version) < _numbers(lowest):
        raise ImportError(
            f"{user} needs {name} {lowest} or newer, "
            f"and this is {name} {version or 'of an unknown version'}: "
            f"pip install --upgrade '{package}>={lowest}'",
            name=name,
        )

    return library


def _numbers(version: str) -> tuple[int, ...]:
    """The first three numbers of a version: ``(2, 1, 0)`` for ``"2.1.0rc1"`` as for ``"2.1"``."""
    # packaging reads more forms, and would be one more library that users need.
    numbers = map(int, re.findall(r"[0-9]+", version)[:3])
    return tuple([*numbers, 0, 0, 0][:3])
