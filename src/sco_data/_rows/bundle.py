"""The bundled files: what comes in are their bytes, what goes out is JSON that was checked.

Each file is compared with the manifest by a checksum before it is used, so that an altered file is
an error and never an answer.
"""

from __future__ import annotations

import json
import zlib
from os.path import dirname, join
from typing import Any, cast

from ..errors import DataError
from .once import build_once

Row = dict[str, Any]
"""One JSON object of a collection, with its ``id``."""

_DATA = join(dirname(dirname(__file__)), "data")


def read_file(file: str) -> bytes:
    """The bytes of a bundled data file; works from a zip as well."""
    try:
        # What pkgutil.get_data does, without the two milliseconds of importing it.
        loader = cast("Any", __spec__).loader
        return cast("bytes", loader.get_data(join(_DATA, file)))
    except OSError as error:
        raise _fault(file, f"cannot be read: {error}") from error


def parse_json(file: str, data: bytes) -> Any:
    """The JSON in ``data``."""
    try:
        return json.loads(data)
    except ValueError as error:
        raise _fault(file, f"is not JSON: {error}") from error


def _fault(file: str, message: str) -> DataError:
    """The error that a whole file is at fault, and no record or field of it."""
    return DataError(((file, "", "", message),))


@build_once
def manifest() -> dict[str, Any]:
    """What the build wrote down of the release: versions, dates, counts and hashes."""
    content = parse_json("manifest.json", read_file("manifest.json"))
    if not isinstance(content, dict) or "files" not in content:
        raise _fault("manifest.json", "is not a manifest")

    return cast("dict[str, Any]", content)


def read_checked(file: str) -> bytes:
    """The bytes of a data file, if they are those of this release."""
    data = read_file(file)
    # Not the hash of the manifest: this is for accidents, and much quicker.
    if zlib.crc32(data) != manifest()["files"].get(file, {}).get("crc32"):
        raise _fault(file, "is not the file of this release")

    return data


def read_json(file: str) -> Any:
    """The JSON in a data file, if its bytes are those of this release."""
    return parse_json(file, read_checked(file))


def newest_rows(collection: str) -> list[Row]:
    """The rows of a collection in the newest release."""
    return cast("list[Row]", read_json(f"{collection}.json"))


def canonical_json(value: Any) -> str:
    """JSON in the one form that is hashed and compared."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
