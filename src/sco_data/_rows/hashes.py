"""Hashes, which prove that the data is as it was released.

What comes in are rows, or the bundled files; what goes out are their hashes, or the names of those
files that are not as the manifest says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ..errors import DataError
from .bundle import Row, canonical_json, parse_json, read_file


def sha256_of(data: Mapping[str, list[Row]]) -> str:
    """The hash of a release: of its collections that are not empty, in canonical form."""
    collections = {name: rows for name, rows in data.items() if rows}
    return _sha256(canonical_json(collections).encode())


def find_altered_files() -> list[str]:
    """The data files that are not as they were released: altered, missing or unreadable."""
    try:
        text = read_file("manifest.json")
        content = parse_json("manifest.json", text)
        # The manifest has its own hash, taken while the place of the hash was empty.
        blank = text.replace(content["self"].encode(), b"", 1)
        hashes = {file: row["sha256"] for file, row in content["files"].items()}
    except (AttributeError, DataError, KeyError, TypeError):
        return ["manifest.json"]

    altered = []
    if _sha256(blank) != content["self"]:
        altered.append("manifest.json")
    for file, sha256 in hashes.items():
        if _sha256_of_file(file) != sha256:
            altered.append(file)

    return altered


def _sha256_of_file(file: str) -> str | None:
    """The hash of a file; none where it cannot be read."""
    try:
        return _sha256(read_file(file))
    except DataError:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
