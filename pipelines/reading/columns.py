"""Read Parquet to columns of text."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from model.codes import without_personal
from model.issue import Issue, safe_value
from pipelines.reading.characters import WRONG_ANYWHERE, wrong_characters
from pipelines.reading.finding import LONGEST_CELL, cell_too_long, finding, refuse
from pipelines.reading.header import Header, clean_name, header_at
from pipelines.reading.kind import damaged, encrypted
from pipelines.reading.output import SOURCE_ROW
from pipelines.reading.typed import as_text, is_plain, is_readable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
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
_REPEATED = pa.dictionary(pa.int32(), pa.string())


def read_parquet(path: Path, target: Path, expected: Collection[str], delivery: Delivery) -> Header:
    """Write the records of a Parquet file as columns of text; return their names.

    Raises
    ------
    Unreadable
        When the file is damaged, unpacks to far too much, or holds what is no text or number.
    """
    with _opened(path) as file:
        header = _header(file.schema_arrow, expected, delivery)
        repeated = _repeated_texts(file)
    with _opened(path, as_dictionaries=repeated) as file:
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
def _opened(path: Path, *, as_dictionaries: Sequence[str] = ()) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file whose sizes were checked; damage is said in our own words."""
    try:
        with pq.ParquetFile(
            path,
            read_dictionary=list(as_dictionaries),
            thrift_string_size_limit=100_000_000,
            page_checksum_verification=True,
        ) as file:
            _check_size(file.metadata, path.stat().st_size)
            yield file
    except MemoryError:
        raise  # says nothing about the file; the whole process gives up
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        # Only the library's words tell a column that is locked from one that is damaged.
        raise encrypted() if "ecrypt" in str(error) else damaged() from error


def _repeated_texts(file: pq.ParquetFile) -> list[str]:
    """Return the columns of text whose file holds each different text once in a part."""
    parts = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    return [
        column.name
        for place, column in enumerate(file.schema_arrow)
        if column.type == pa.string()
        and len(file.schema_arrow) == file.metadata.num_columns
        and parts
        and all(part.column(place).has_dictionary_page for part in parts)
    ]


def _write(file: pq.ParquetFile, header: Header, target: Path, delivery: Delivery) -> None:
    """Write the named columns as text, with the number of each record plus one."""
    schema = file.schema_arrow
    names = [schema.names[place] for place in header.positions]
    kinds = [_kind_of(schema.types[place]) for place in header.positions]
    out = pa.schema([*zip(header.columns, kinds, strict=True), (SOURCE_ROW, pa.int64())])
    repeated = [name for name, kind in zip(header.columns, kinds, strict=True) if kind == _REPEATED]
    first = 2
    # It stands for a moment on the disk it came from: packing it takes longer than writing it.
    with pq.ParquetWriter(
        target,
        out,
        compression="none",
        write_statistics=False,
        use_dictionary=repeated,
        write_batch_size=BATCH // 4,
    ) as writer:
        for batch in file.iter_batches(BATCH, columns=names):
            by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
            arrays = [
                as_text(by_name[name]).cast(kind) for name, kind in zip(names, kinds, strict=True)
            ]
            arrays.append(pa.array(np.arange(first, first + batch.num_rows)))
            rows = _without_bad_cells(pa.record_batch(arrays, schema=out), delivery)
            writer.write_batch(rows)
            delivery.rows_in += rows.num_rows
            first += batch.num_rows


def _kind_of(kind: pa.DataType) -> pa.DataType:
    """Return how the texts of a column are written: numbers, and what comes back, once each."""
    is_repeated = pa.types.is_dictionary(kind) or pa.types.is_floating(kind)
    return _REPEATED if is_repeated else pa.string()


def _without_bad_cells(rows: pa.RecordBatch, delivery: Delivery) -> pa.RecordBatch:
    """Set aside the rows with a cell that no table holds: too long, or with damaged letters."""
    found: dict[int, Issue] = {}
    for name, column in zip(rows.schema.names[:-1], rows.columns[:-1], strict=True):
        if not is_plain(column):
            for place, issue in _bad_cells(pc.cast(column, pa.string())):
                found.setdefault(place, issue.at(column=name))
    if not found:
        return rows
    numbers = rows.column(SOURCE_ROW)
    for place in sorted(found):
        delivery.set_aside(numbers[place].as_py(), found[place])
    kept = np.ones(rows.num_rows, bool)
    kept[list(found)] = False
    return rows.filter(pa.array(kept))


def _bad_cells(values: pa.StringArray) -> Iterator[tuple[int, Issue]]:
    """Yield the cells of a column that no table holds, the longest first."""
    for place in _places(pc.greater(pc.binary_length(values), LONGEST_CELL)):
        yield place, cell_too_long()
    for place in _places(pc.match_substring_regex(values, WRONG_ANYWHERE)):
        issue = wrong_characters(values[place].as_py())
        if issue is not None:
            yield place, issue


def _places(found: pa.BooleanArray) -> list[int]:
    """Return where a condition holds."""
    places: list[int] = pc.indices_nonzero(found).to_pylist()
    return places


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
