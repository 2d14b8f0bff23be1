"""Write the rows of a Parquet file as columns of text: a part of the file on each processor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.reading.bad_cells import without_bad_cells
from pipelines.reading.output import SOURCE_ROW
from pipelines.reading.parquet_file import opened, repeated_texts
from pipelines.reading.stored import TYPES, NotAsStoredError, are_ids, as_stored, stored_as
from pipelines.reading.typed import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from model.issue import Issue
    from model.table import Kind
    from pipelines.reading.header import Header
    from pipelines.reading.table import Delivery

WORKERS = 2
ROWS_AT_ONCE = 131_072
FIRST_CELLS = 1000
FIRST_ROW = 2  # a reader counts the names of the columns as the first
TEXT = pa.string()
_REPEATED = pa.dictionary(pa.int32(), pa.string())


class _RowsAsideError(Exception):
    """Rows have to be set aside, so that the others must be numbered."""


class _Column(NamedTuple):
    """A column to write: its name here and in the file, its type, and as what it is stored."""

    name: str
    in_file: str
    type: pa.DataType
    stored: str | None

    def cells(self, batch: dict[str, pa.Array]) -> pa.Array:
        """Return the cells as they are written."""
        given = batch[self.in_file]
        if self.stored is None:
            return as_text(given).cast(self.type)
        return as_stored(self.name, given, self.stored)


@dataclass(frozen=True)
class _How:
    """How a file is written: its columns, those with texts that come back, those with ids."""

    columns: list[_Column]
    repeated: list[str]
    ids: set[str]
    numbered: bool

    @property
    def schema(self) -> pa.Schema:
        """The columns as they are written."""
        number = [(SOURCE_ROW, pa.int64())] if self.numbered else []
        return pa.schema([*((column.name, column.type) for column in self.columns), *number])


@dataclass(frozen=True)
class _Part:
    """Row groups of a file that follow each other, the number of their first row, and a target."""

    groups: range
    first_row: int
    target: Path


@dataclass
class _Written:
    """What came of a part: its rows, those set aside and why, columns of nothing but usual ids."""

    ids: set[str]
    n_rows: int = 0
    aside: list[tuple[int, Issue]] = field(default_factory=list)


def write_rows(
    path: Path,
    header: Header,
    folder: Path,
    delivery: Delivery,
    kinds: Mapping[str, Kind],
) -> None:
    """Write the named columns, as text or as they were stored.

    With the number of each record, counted from `FIRST_ROW`, where not all of them are written.

    Parameters
    ----------
    folder : Path
        For the parts, which stand in order of their names.
    kinds : mapping of str to str
        How the table reads each column.
    """
    numbered, every = False, None
    # What few files turn out to need is not prepared for all: they are begun again.
    while every is None:
        with opened(path) as file:
            how, parts = _how(header, file, kinds, numbered=numbered), _parts(file, folder)
        try:
            every = _write_parts(path, how, parts)
        except NotAsStoredError as error:
            kinds = {name: kind for name, kind in kinds.items() if name != error.column}
        except _RowsAsideError:
            numbered = True
    for written in every:
        delivery.rows_in += written.n_rows
        for row, issue in written.aside:
            delivery.set_aside(row, issue)
    delivery.plain_ids = set.intersection(*(written.ids for written in every))
    delivery.stored = {one.name: one.stored for one in how.columns if one.stored}
    delivery.first_row = None if numbered else FIRST_ROW


def _how(
    header: Header, file: pq.ParquetFile, kinds: Mapping[str, Kind], *, numbered: bool
) -> _How:
    """Return how to write a file."""
    repeated = repeated_texts(file)
    columns = list(_columns(header, file, kinds, repeated))
    ids = {c.name for c in columns if kinds.get(c.name) == "id" and c.type in (TEXT, _REPEATED)}
    return _How(columns, repeated, ids, numbered)


def _columns(
    header: Header, file: pq.ParquetFile, kinds: Mapping[str, Kind], repeated: list[str]
) -> Iterator[_Column]:
    """Yield the columns to write: numbers and what comes back as texts that stand there once."""
    schema = file.schema_arrow
    for name, place in zip(header.columns, header.positions, strict=True):
        in_file, given = schema.names[place], schema.types[place]
        # Writing out one moment takes the calendar of all zones, a tenth of a second to read.
        asks = kinds.get(name) == "moment" and not pa.types.is_temporal(given)
        first = _first_text(file, in_file) if asks else None
        stored = stored_as(given, kinds.get(name), first)
        is_repeated = in_file in repeated or pa.types.is_dictionary(given)
        text = _REPEATED if is_repeated or pa.types.is_floating(given) else TEXT
        yield _Column(name, in_file, TYPES[stored] if stored else text, stored)


def _first_text(file: pq.ParquetFile, name: str) -> str | None:
    """Return the first filled cell of a column as text, where one stands near the beginning."""
    for batch in file.iter_batches(FIRST_CELLS, columns=[name]):
        filled = as_text(batch.column(0)).drop_null()
        return str(filled[0].as_py()) if len(filled) else None
    return None


def _parts(file: pq.ParquetFile, folder: Path) -> list[_Part]:
    """Return the row groups in as many parts as are written at once."""
    n_groups = file.metadata.num_row_groups
    rows = (file.metadata.row_group(number).num_rows for number in range(n_groups))
    before = list(accumulate(rows, initial=0))
    cuts = [n_groups * number // WORKERS for number in range(WORKERS + 1)]
    return [
        _Part(range(begin, end), FIRST_ROW + before[begin], folder / f"{number}.parquet")
        for number, (begin, end) in enumerate(pairwise(cuts))
    ]


def _write_parts(path: Path, how: _How, parts: list[_Part]) -> list[_Written]:
    """Write all parts at once."""
    with ThreadPoolExecutor(WORKERS) as workers:
        tasks = [workers.submit(_write_part, path, how, part) for part in parts]
    return [task.result() for task in tasks]


def _write_part(path: Path, how: _How, part: _Part) -> _Written:
    """Write one part of a file; it shares nothing with the others that are written meanwhile."""
    written, first = _Written(how.ids), part.first_row
    names = [column.in_file for column in how.columns]
    with (
        opened(path, as_dictionaries=how.repeated) as file,
        _writer(part.target, how.schema) as writer,
    ):
        for batch in _batches(file, part.groups, names):
            given = dict(zip(batch.schema.names, batch.columns, strict=True))
            cells = [column.cells(given) for column in how.columns]
            if how.numbered:
                cells.append(pa.arange(first, first + batch.num_rows))
            given_rows = pa.record_batch(cells, schema=how.schema)
            rows = without_bad_cells(given_rows, first, written.aside)
            if written.aside and not how.numbered:
                raise _RowsAsideError
            written.ids = {name for name in written.ids if are_ids(rows.column(name))}
            writer.write_batch(rows)
            written.n_rows += rows.num_rows
            first += batch.num_rows
    return written


def _batches(file: pq.ParquetFile, groups: range, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of row groups; a batch that begins in one and ends in another is slow."""
    for together in _together(groups, file.metadata):
        yield from file.iter_batches(
            ROWS_AT_ONCE, row_groups=together, columns=names, use_threads=False
        )


def _together(groups: range, metadata: pq.FileMetaData) -> Iterator[list[int]]:
    """Yield row groups that are read at once: a large one alone, small ones together."""
    together: list[int] = []
    n_rows = 0
    for group in groups:
        n_more = metadata.row_group(group).num_rows
        if together and n_rows + n_more > ROWS_AT_ONCE:
            yield together
            together, n_rows = [], 0
        together.append(group)
        n_rows += n_more
    if together:
        yield together


def _writer(target: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Return a writer of what stands for a moment on the disk it came from.

    Packing it takes longer than writing it.
    """
    return pq.ParquetWriter(
        target,
        schema,
        compression="none",
        write_statistics=False,
        use_dictionary=[column.name for column in schema if column.type == _REPEATED],
        write_batch_size=ROWS_AT_ONCE // 2,
    )
