"""Read Parquet to columns of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from model.codes import without_personal
from model.issue import Issue, safe_value
from pipelines.reading.finding import finding, refuse
from pipelines.reading.header import Header, clean_name, header_at, no_header
from pipelines.reading.parquet_file import opened
from pipelines.reading.parts import write_rows
from pipelines.reading.typed import as_text, is_readable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from model.table import Kind
    from pipelines.reading.finding import Unreadable
    from pipelines.reading.header import Row
    from pipelines.reading.table import Delivery

ROWS_AT_ONCE = 16_384
_LEFT_BY_PANDAS = "__index_level_"
_IDS = ("_id", "_code")


def read_parquet(
    path: Path,
    folder: Path,
    expected: Collection[str],
    delivery: Delivery,
    kinds: Mapping[str, Kind],
) -> Header:
    """Write the records of a Parquet file as columns; return their names.

    Parameters
    ----------
    kinds : mapping of str to str
        How the table reads each column: what is stored so is not made text.

    Raises
    ------
    Unreadable
        When the file is damaged, unpacks to far too much, or holds what is no text or number.
    """
    with opened(path) as file:
        header = _header(file.schema_arrow, expected, delivery)
        if not header.columns:
            raise no_header([(1, [*file.schema_arrow.names])], expected, None)
    write_rows(path, header, folder, delivery, kinds)
    return header


class ParquetTable:
    """A Parquet file as rows of text, for a mapping to read."""

    fixed_width = False
    name: str | None = None

    def __init__(self, path: Path) -> None:
        self._path = path
        with opened(path) as file:
            self.first_rows: list[Row] = [(1, [*file.schema_arrow.names])]

    def rows(self, header: Header, _delivery: Delivery) -> Iterator[Row]:
        """Yield the records, each with its number plus one."""
        with opened(self._path) as file:
            names = [file.schema_arrow.names[place] for place in header.positions]
            width = len(file.schema_arrow.names)
            number = 1
            for batch in file.iter_batches(ROWS_AT_ONCE, columns=names):
                by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
                for values in zip(
                    *(as_text(by_name[name]).to_pylist() for name in names), strict=True
                ):
                    number += 1
                    cells: list[str | None] = [None] * width
                    for place, value in zip(header.positions, values, strict=True):
                        cells[place] = value
                    yield number, cells


def _header(schema: pa.Schema, expected: Collection[str], delivery: Delivery) -> Header:
    """Return the columns that are read; say which are not, and which look wrong."""
    names: list[str | None] = [*schema.names]
    for place, name in enumerate(schema.names):
        if name.startswith(_LEFT_BY_PANDAS):
            names[place] = None
            delivery.findings.add(_left_by_pandas(name))
    for place, name in enumerate(schema.names):
        # What the table does not know is not read anyway; a column it needs stops the file.
        if clean_name(name, expected) not in expected and not is_readable(schema.types[place]):
            names[place] = None
            delivery.findings.add(_not_read(name, schema.types[place]))
    header = header_at((1, names), expected)
    for name, place in zip(header.columns, header.positions, strict=True):
        kind = schema.types[place]
        if not is_readable(kind):
            raise _wrong_type(name, kind)
        if name in expected and name.endswith(_IDS) and pa.types.is_floating(kind):
            delivery.findings.add(_floating_code(name))
    return header


def _wrong_type(name: str, kind: pa.DataType) -> Unreadable:
    """Return the refusal of a column that holds bytes, lists or the like."""
    shown, type_ = safe_value(name), safe_value(kind)
    return refuse(
        "column_type",
        (
            f"De kolom {shown} is van het type {type_}; dat is geen tekst, getal of datum.",
            f"The column {shown} is of type {type_}; that is no text, number or date.",
        ),
        (
            "sla de kolom op als tekst of getal en lever opnieuw",
            "store the column as text or number and deliver again",
        ),
        column=shown,
    )


def _not_read(name: str, kind: pa.DataType) -> Issue:
    """Return the warning about a column that the table does not know and nobody can read."""
    shown = safe_value(without_personal(name))
    return finding(
        "column_not_read",
        "warning",
        (
            f"De kolom {shown} is van het type {safe_value(kind)} en is niet gelezen.",
            f"The column {shown} is of type {safe_value(kind)} and was not read.",
        ),
        ("laat die kolom weg", "leave that column out"),
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
