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
    text = canonical_json({name: rows for name, rows in data.items() if rows})
    return hashlib.sha256(text.encode()).hexdigest()


def find_altered_files() -> list[str]:
    """The data files that are not as they were released: altered, missing or unreadable."""
    try:
        text = read_file("manifest.json")
        content = parse_json("manifest.json", text)
        # The manifest has its own hash, taken while the place of the hash was empty.
        own_hash = content["self"]
        blank = text.replace(own_hash.encode(), b"", 1)
        hashes = {file: row["sha256"] for file, row in content["files"].items()}
    except (AttributeError, DataError, KeyError, TypeError):
        return ["manifest.json"]

    altered = []
    if hashlib.sha256(blank).hexdigest() != own_hash:
        altered.append("manifest.json")

    return altered + [
        file for file, digest in hashes.items() if _digest_of(file) != digest
    ]


def _digest_of(file: str) -> str:
    """The hash of a file; empty where it cannot be read."""
    try:
        return hashlib.sha256(read_file(file)).hexdigest()
    except DataError:
        return ""
