"""Read Parquet to columns of text."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from model.issue import Issue, safe_value
from pipelines.reading.finding import LONGEST_CELL, cell_too_long, finding, refuse
from pipelines.reading.header import Header, header_at
from pipelines.reading.kind import damaged
from pipelines.reading.output import SOURCE_ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from pipelines.reading.finding import Unreadable
    from pipelines.reading.header import Row
    from pipelines.reading.table import Delivery

MOST_BYTES = 500_000_000
HIGHEST_RATIO = 200
MOST_ROWS_PER_BYTE = 20  # of rows with an id or a figure of their own; a bomb repeats one
MANY_ROWS = 1_000_000
BATCH = 262_144
_LEFT_BY_PANDAS = "__index_level_"
_IDS = ("_id", "_code")


def read_parquet(path: Path, target: Path, expected: Collection[str], delivery: Delivery) -> Header:
    """Write the records of a Parquet file as columns of text; return their names.

    Raises
    ------
    Unreadable
        When the file is damaged, unpacks to far too much, or holds what is no text or number.
    """
    with _opened(path) as file:
        schema = file.schema_arrow
        header = _header(schema, expected, delivery)
        _write(file, header, target, delivery)
    return header


class ParquetTable:
    """A Parquet file as rows of text, for a mapping to read."""

    fixed_width = False
    name: str | None = None

    def __init__(self, path: Path) -> None:
        self._path = path
        with _opened(path) as file:
            self.first_rows: list[Row] = [(1, [*file.schema_arrow.names])]

    def rows(self, header: Header, _delivery: Delivery) -> Iterator[Row]:
        """Yield the records, each with its number plus one."""
        with _opened(self._path) as file:
            names = [file.schema_arrow.names[place] for place in header.positions]
            width = len(file.schema_arrow.names)
            number = 1
            for batch in file.iter_batches(BATCH // 16, columns=names):
                by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
                for values in zip(
                    *(as_text(by_name[name]).to_pylist() for name in names), strict=True
                ):
                    number += 1
                    cells: list[str | None] = [None] * width
                    for place, value in zip(header.positions, values, strict=True):
                        cells[place] = value
                    yield number, cells


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file whose sizes were checked; damage is said in our own words."""
    try:
        with pq.ParquetFile(path, thrift_string_size_limit=100_000_000) as file:
            _check_size(file.metadata, path.stat().st_size)
            yield file
    except MemoryError:
        raise  # says nothing about the file; the whole process gives up
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        raise damaged() from error


def _write(file: pq.ParquetFile, header: Header, target: Path, delivery: Delivery) -> None:
    """Write the named columns as text, with the number of each record plus one."""
    names = [file.schema_arrow.names[place] for place in header.positions]
    out = pa.schema([*((name, pa.string()) for name in header.columns), (SOURCE_ROW, pa.int64())])
    first = 2
    with pq.ParquetWriter(target, out, compression="lz4", write_statistics=False) as writer:
        for batch in file.iter_batches(BATCH, columns=names):
            by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
            arrays = [as_text(by_name[name]) for name in names]
            arrays.append(pa.array(np.arange(first, first + batch.num_rows)))
            rows = _without_long_cells(pa.record_batch(arrays, schema=out), delivery)
            writer.write_batch(rows)
            delivery.rows_in += rows.num_rows
            first += batch.num_rows


def _without_long_cells(rows: pa.RecordBatch, delivery: Delivery) -> pa.RecordBatch:
    """Set aside the rows with a cell that is longer than any table holds."""
    too_long: pa.Array | None = None
    for values in rows.columns[:-1]:
        lengths = pc.fill_null(pc.binary_length(values), 0)
        if (pc.max(lengths).as_py() or 0) > LONGEST_CELL:
            found = pc.greater(lengths, LONGEST_CELL)
            too_long = found if too_long is None else pc.or_(too_long, found)
    if too_long is None:
        return rows
    for number in rows.column(SOURCE_ROW).filter(too_long).to_pylist():
        delivery.set_aside(number, cell_too_long())
    return rows.filter(pc.invert(too_long))


def _header(schema: pa.Schema, expected: Collection[str], delivery: Delivery) -> Header:
    """Return the columns that are read; say which are not, and which look wrong."""
    names: list[str | None] = [*schema.names]
    for place, name in enumerate(schema.names):
        if name.startswith(_LEFT_BY_PANDAS):
            names[place] = None
            delivery.findings.add(_left_by_pandas(name))
    header = header_at((1, names), expected)
    for name, place in zip(header.columns, header.positions, strict=True):
        kind = schema.types[place]
        if not _is_readable(kind):
            raise _wrong_type(name, kind)
        if name in expected and name.endswith(_IDS) and pa.types.is_floating(kind):
            delivery.findings.add(_floating_code(name))
    return header


def as_text(values: pa.Array) -> pa.Array:
    """Return a column as text: ISO dates, shortest numbers, ``true`` and ``false``."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return as_text(values.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return _moments(values)
    if pa.types.is_floating(kind):
        return _floats(values)
    return pc.cast(values, pa.string())


def _floats(values: pa.Array) -> pa.Array:
    """Return floating numbers as text; a whole one keeps its ``.0``, so that it shows."""
    if pa.types.is_float16(values.type):
        values = pc.cast(values, pa.float32())
    # Written once per different number: answers on a scale are few.
    few = values.dictionary_encode()
    text = pc.cast(few.dictionary, pa.string())
    whole = pc.match_substring_regex(text, r"^-?\d+$")
    return pc.if_else(whole, pc.binary_join_element_wise(text, ".0", ""), text).take(few.indices)


def _moments(values: pa.Array) -> pa.Array:
    """Return timestamps as ISO text; those with a zone in UTC."""
    zone = values.type.tz
    plain = (
        pc.cast(values, pa.timestamp("us", "UTC")) if zone else pc.cast(values, pa.timestamp("us"))
    )
    text = pc.strftime(pc.cast(plain, pa.timestamp("us")), "%Y-%m-%dT%H:%M:%S")
    text = pc.replace_substring_regex(text, r"\.0+$", "")
    return pc.binary_join_element_wise(text, "Z", "") if zone else text


def _is_readable(kind: pa.DataType) -> bool:
    """Return whether values of a type can be written as text without loss."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return any(
        test(kind)
        for test in (
            pa.types.is_string,
            pa.types.is_large_string,
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


def _check_size(metadata: pq.FileMetaData, file_bytes: int) -> None:
    """Refuse a file that says it unpacks to far more than its own size."""
    unpacked = sum(
        metadata.row_group(i).total_byte_size for i in range(min(metadata.num_row_groups, 100_000))
    )
    rows = metadata.num_rows
    if unpacked > max(MOST_BYTES, HIGHEST_RATIO * file_bytes) or (
        rows > MANY_ROWS and rows > MOST_ROWS_PER_BYTE * file_bytes
    ):
        raise refuse(
            "parquet_bomb",
            (
                f"Het bestand zou uitgepakt {unpacked / 1e6:,.0f} MB en {rows:,} rijen zijn; "
                "dat wordt geweigerd.",
                f"The file would unpack to {unpacked / 1e6:,.0f} MB and {rows:,} rows; "
                "that is refused.",
            ),
            ("vraag de leverancier om een gewoon bestand", "ask the supplier for a normal file"),
        )


def _wrong_type(name: str, kind: pa.DataType) -> Unreadable:
    """Return the refusal of a column that holds bytes, lists or the like."""
    shown = safe_value(name)
    return refuse(
        "column_type",
        (
            f"De kolom {shown} is van het type {kind}; dat is geen tekst, getal of datum.",
            f"The column {shown} is of type {kind}; that is no text, number or date.",
        ),
        (
            "sla de kolom op als tekst of getal en lever opnieuw",
            "store the column as text or number and deliver again",
        ),
        column=shown,
    )


def _floating_code(name: str) -> Issue:
    """Return the finding for codes that were stored as floating numbers."""
    return finding(
        "code_as_float",
        "error",
        (
            f"De kolom {name} bevat kommagetallen (100001.0); codes kunnen zo veranderd zijn.",
            f"The column {name} holds floating numbers (100001.0); codes may have changed.",
        ),
        ("sla codes op als tekst en lever opnieuw", "store codes as text and deliver again"),
        column=name,
    )


def _left_by_pandas(name: str) -> Issue:
    """Return the notice about a row index that pandas left in the file."""
    return finding(
        "index_column",
        "notice",
        (
            f"De kolom {name} is een regelnummer van pandas en is niet gelezen.",
            f"The column {name} is a row index of pandas and was not read.",
        ),
        ("schrijf voortaan met index=False", "write with index=False from now on"),
        column=name,
    )
