"""Columns that need not be text: numbers, days, and moments that were stored or written as such."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from model.codes import ID_SIGNS, LONGEST_ID
from model.missing import LONGEST_NO_VALUE

if TYPE_CHECKING:
    from model.table import Kind

TYPES = {
    "whole": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
    "clock": pa.timestamp("us"),
    "moment": pa.timestamp("us"),
}
"""How a column stands among the rows; a clock shows local time, a moment is in UTC."""
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?")
# Of texts that are read so, any shorter one has no minutes, which asks for a second look.
_SHORTEST = {"clock": len("2026-07-01T10:00"), "moment": len("2026-07-01T10:00:00Z")}
_SIGNS = ID_SIGNS.encode("ascii")
_FIRST_LETTER = ord("A")
# Of the years 1 to 9999; further away no calendar goes.
_EARLIEST, _LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999


class NotAsStoredError(Exception):
    """A column holds what only a text can show."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def stored_as(stored: pa.DataType, wanted: Kind | None, first: str | None = None) -> str | None:
    """Return as what a column is handed over, by its type and how the table reads it.

    None for what becomes text. So does a number of four bytes: with eight it would show digits
    that nobody wrote.

    Parameters
    ----------
    first : str, optional
        The first text of the column, which tells how its moments are written.
    """
    if wanted in ("number", "count"):
        if pa.types.is_integer(stored) and stored != pa.uint64():
            return "whole"
        return "number" if stored == pa.float64() else None
    if wanted in ("moment", "day") and stored == pa.date32():
        return "day"
    if wanted == "moment" and pa.types.is_timestamp(stored):
        return "moment" if stored.tz else "clock"
    if wanted == "moment" and first and (written := _WRITTEN.fullmatch(first)):
        return "moment" if written[1] else "clock"
    return None


def as_stored(name: str, cells: pa.Array, kind: str) -> pa.Array:
    """Return cells in the type of their kind.

    Raises
    ------
    NotAsStoredError
        When a moment lies in a year that no calendar has, or is written in another way.
    """
    if kind not in ("clock", "moment"):
        return pc.cast(cells, TYPES[kind])
    if not pa.types.is_timestamp(cells.type):
        return _from_text(name, pc.cast(cells, pa.string()), kind)
    try:
        moments = pc.cast(cells, pa.timestamp("us", cells.type.tz), safe=cells.type.unit != "ns")
    except pa.ArrowInvalid as error:
        raise NotAsStoredError(name) from error
    counted = pc.min_max(pc.cast(moments, pa.int64())).as_py()
    if counted["min"] is not None and not (
        counted["min"] >= _EARLIEST and counted["max"] <= _LATEST
    ):
        raise NotAsStoredError(name)
    in_utc = pc.cast(moments, pa.timestamp("us", "UTC")) if cells.type.tz else moments
    return pc.cast(in_utc, TYPES[kind])


def _from_text(name: str, texts: pa.StringArray, kind: str) -> pa.Array:
    """Return moments from texts that are all written by the standard (ISO 8601)."""
    shortest = pc.min(pc.binary_length(texts)).as_py()
    if shortest is not None and shortest < _SHORTEST[kind]:
        raise NotAsStoredError(name)
    try:
        zone = "UTC" if kind == "moment" else None
        return pc.cast(pc.cast(texts, pa.timestamp("us", zone)), TYPES[kind])
    except pa.ArrowInvalid as error:
        raise NotAsStoredError(name) from error


def are_ids(texts: pa.Array) -> bool:
    """Return whether every text is an id at first sight: nothing empty, no number, no "null"."""
    if texts.null_count or not len(texts):
        return not texts.null_count
    if pa.types.is_dictionary(texts.type):
        return are_ids(texts.dictionary)
    _, places, letters = texts.buffers()
    begins = np.frombuffer(places, np.int32)[texts.offset :][: len(texts) + 1]
    signs = np.frombuffer(letters, np.uint8)
    lengths = np.diff(begins)
    return bool(
        lengths.min() > LONGEST_NO_VALUE
        and lengths.max() <= LONGEST_ID
        and signs[begins[:-1]].min() >= _FIRST_LETTER
        and not signs[begins[0] : begins[-1]].tobytes().translate(None, _SIGNS)
    )
