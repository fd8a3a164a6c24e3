"""Columns of short codes, such as ISO-3, told apart without hashing: the fast way to encode them.

The low five bits of each byte number a place in a small table, one for each code of letters of
one case. Three times as fast as a dictionary, which is most of the work that ``annotate`` has;
whatever is no such column takes the general way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ._lookup import BLOCK, need

_FREE = (1 << 32) - 1  # no code of two or three bytes


def short_codes(column: Any) -> tuple[Any, ...] | None:
    """A chunked Arrow column as distinct values and the place of each row among them.

    ``None`` where rows are null, or not all texts have two or not all have three bytes.
    """
    pa, np = need("pyarrow", "annotate"), need("numpy", "annotate")
    text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    if not (text or pa.types.is_string_view(column.type)) or column.null_count or not len(column):
        return None
    width = len(column[0].as_py().encode())
    if width not in (2, 3):
        return None
    held, places = np.full(1 << 15, _FREE, np.uint32), np.zeros(1 << 15, np.uint16)
    index = np.empty(len(column), np.uint16)
    values: list[str] = []
    at = 0
    for keys in (keys for chunk in column.chunks for keys in _keys(np, chunk, width)):
        if keys is None:
            return None
        slots = _slots(keys)
        while len(new := keys[held.take(slots) != keys]):
            new = np.unique(new[:1024])  # of the first rows, which mostly have all there are
            own = _slots(new)
            if len(np.unique(own)) < len(own) or (held[own] != _FREE).any():
                return None  # two codes for one place: letters of both cases, or no letters
            held[own], places[own] = new, np.arange(len(values), len(values) + len(new))
            values += [int(key).to_bytes(width, "little").decode() for key in new]
        places.take(slots, out=index[at : at + len(keys)], mode="clip")
        at += len(keys)
    return "values", index, values


def _slots(keys: Any) -> Any:
    return (keys & 0x1F | keys >> 3 & 0x3E0 | keys >> 6 & 0x7C00).astype("intp")


def _keys(np: Any, chunk: Any, width: int) -> Iterator[Any]:
    """The codes as numbers, a block of rows at a time; ``None`` where one has another width."""
    _, second, *data = chunk.buffers()
    rows = slice(chunk.offset, chunk.offset + len(chunk))
    if str(chunk.type) == "string_view":  # four bytes of length, then the text itself
        views = np.frombuffer(second, "<u8")[::2][rows] if second else np.empty(0, "<u8")
        for at in range(0, len(chunk), BLOCK):
            block = views[at : at + BLOCK]
            same = (block & 0xFFFFFFFF == width).all()
            yield (block >> 32).astype(np.uint32) if same else None
        return
    kind = "<i8" if str(chunk.type) == "large_string" else "<i4"
    ends = np.frombuffer(second, kind)[rows.start : rows.stop + 1]
    for at in range(0, len(chunk), BLOCK):
        block = ends[at : at + BLOCK + 1]
        if not (np.diff(block) == width).all():
            yield None
            return
        raw = np.frombuffer(data[0], np.uint8)[block[0] : block[-1]].reshape(-1, width)
        keys = raw[:, -1].astype(np.uint32)
        for place in reversed(range(width - 1)):
            keys = keys << 8 | raw[:, place]
        yield keys
