"""Columns of any usual type as columns of text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.finding import LONGEST_CELL
from pipelines.reading.numbers import with_one_reading

_FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_799  # of the years 1 to 9999
_FIRST_SIGN, _LAST_SIGN = 32, 126  # of ASCII, controls left out
_UUID = r"^(.{8})(.{4})(.{4})(.{4})(.{12})$"


def as_text(values: pa.Array) -> pa.Array:
    """Return a column as text: ISO dates, shortest numbers, ``true`` and ``false``."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _once_each(values)
    if isinstance(kind, pa.UuidType):
        return _uuids(values.storage)
    if isinstance(kind, pa.BaseExtensionType):
        return as_text(values.storage)
    if pa.types.is_timestamp(kind):
        return _moments(values)
    if pa.types.is_floating(kind):
        return _floats(values)
    text = pc.cast(values, pa.string())
    if pa.types.is_decimal(kind):
        return with_one_reading(text)
    return _in_utf8(text)


def is_readable(kind: pa.DataType) -> bool:
    """Return whether values of a type can be written as text without loss."""
    if isinstance(kind, pa.UuidType):
        return True
    if isinstance(kind, pa.BaseExtensionType):
        return is_readable(kind.storage_type)
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        test(kind)
        for test in (
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_string_view,
            pa.types.is_boolean,
            pa.types.is_integer,
            pa.types.is_floating,
            pa.types.is_decimal,
            pa.types.is_date,
            pa.types.is_timestamp,
            pa.types.is_time,
            pa.types.is_null,
        )
    )


def is_plain(text: pa.Array) -> bool:
    """Return whether texts hold nothing but usual signs of ASCII, and none is too long."""
    if pa.types.is_dictionary(text.type):
        return is_plain(text.dictionary)
    letters = text.buffers()[2]
    if letters is None or not len(text):
        return True
    signs = np.frombuffer(letters, np.uint8)
    if signs.size and not (signs.min() >= _FIRST_SIGN and signs.max() <= _LAST_SIGN):
        return False
    return bool((pc.max(pc.binary_length(text)).as_py() or 0) <= LONGEST_CELL)


def _once_each(values: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return texts that come back as texts that are written once each."""
    texts = pc.cast(as_text(values.dictionary), pa.string())
    return pa.DictionaryArray.from_arrays(pc.cast(values.indices, pa.int32()), texts)


def _in_utf8(text: pa.Array) -> pa.Array:
    """Return texts with a mark for what is no UTF-8; the format asks for it, nobody checks."""
    if is_plain(text):
        return text
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        cells = pc.cast(text, pa.binary()).to_pylist()
        return pa.array(
            [None if cell is None else cell.decode("utf-8", "replace") for cell in cells],
            pa.string(),
        )
    return text


def _floats(values: pa.Array) -> pa.Array:
    """Return floating numbers as text; a whole one keeps its ``.0``, so that it shows."""
    if pa.types.is_float16(values.type):
        values = pc.cast(values, pa.float32())
    # Written once per different number: answers on a scale are few.
    few = values.dictionary_encode()
    text = with_one_reading(pc.cast(few.dictionary, pa.string()))
    text = pc.replace_substring_regex(text, r"^(-?\d+)$", r"\1.0")
    return pa.DictionaryArray.from_arrays(few.indices, text)


def _moments(values: pa.Array) -> pa.Array:
    """Return timestamps as ISO text, those with a zone in UTC; a year no calendar has as a number.

    Written out, such a year would turn round and show as one of ours.
    """
    zone = values.type.tz
    seconds = pc.cast(pc.cast(values, pa.timestamp("s", zone), safe=False), pa.int64())
    exists = pc.and_(pc.greater_equal(seconds, _FIRST_SECOND), pc.less_equal(seconds, _LAST_SECOND))
    plain = pc.if_else(exists, values, pa.scalar(None, values.type))
    if zone:
        plain = pc.cast(plain, pa.timestamp(values.type.unit, "UTC"))
    text = pc.strftime(_at_most_microseconds(plain), "%Y-%m-%dT%H:%M:%S")
    text = pc.replace_substring_regex(text, r"\.0+$", "")
    text = pc.binary_join_element_wise(text, "Z", "") if zone else text
    return pc.if_else(exists, text, pc.cast(pc.cast(values, pa.int64()), pa.string()))


def _at_most_microseconds(values: pa.Array) -> pa.Array:
    """Return timestamps in microseconds without a zone."""
    return pc.cast(pc.cast(values, pa.timestamp("us", values.type.tz), safe=False), "timestamp[us]")


def _uuids(values: pa.Array) -> pa.Array:
    """Return identifiers of sixteen bytes the way they are written."""
    written = pa.array(
        [None if value is None else value.hex() for value in values.to_pylist()], pa.string()
    )
    return pc.replace_substring_regex(written, _UUID, r"\1-\2-\3-\4-\5")
