"""Write the rows of a Parquet file as columns of text: a part of the file on each processor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.reading.characters import WRONG_ANYWHERE, wrong_characters
from pipelines.reading.finding import LONGEST_CELL, cell_too_long
from pipelines.reading.output import SOURCE_ROW
from pipelines.reading.parquet_file import opened, repeated_texts
from pipelines.reading.typed import as_text, is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from model.issue import Issue
    from pipelines.reading.header import Header
    from pipelines.reading.table import Delivery

WORKERS = 2
ROWS_AT_ONCE = 131_072
FIRST_ROW = 2  # a reader counts the names of the columns as the first
_REPEATED = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Part:
    """Some row groups of a file that follow each other, and the number of their first row."""

    groups: range
    first_row: int


def write_rows(path: Path, header: Header, folder: Path, delivery: Delivery) -> None:
    """Write the named columns as text, with the number of each record plus one.

    Parameters
    ----------
    folder : Path
        For the parts, which stand in order of their names.
    """
    with opened(path) as file:
        parts, repeated = _parts(file.metadata), repeated_texts(file)
    with ThreadPoolExecutor(WORKERS) as workers:
        written = [
            workers.submit(
                _write_part, path, header, part, folder / f"{number}.parquet", repeated=repeated
            )
            for number, part in enumerate(parts)
        ]
    for one in written:
        n_rows, aside = one.result()
        delivery.rows_in += n_rows
        for row, issue in aside:
            delivery.set_aside(row, issue)


def _parts(metadata: pq.FileMetaData) -> list[Part]:
    """Return the row groups in as many parts as are written at once."""
    n_groups = metadata.num_row_groups
    rows = accumulate((metadata.row_group(n).num_rows for n in range(n_groups)), initial=0)
    before = list(rows)
    cuts = [n_groups * number // WORKERS for number in range(WORKERS + 1)]
    return [Part(range(begin, end), FIRST_ROW + before[begin]) for begin, end in pairwise(cuts)]


def _write_part(
    path: Path, header: Header, part: Part, target: Path, *, repeated: list[str]
) -> tuple[int, list[tuple[int, Issue]]]:
    """Write one part; return how many rows it wrote and which it set aside, with the reason."""
    n_rows = 0
    aside: list[tuple[int, Issue]] = []
    with opened(path, as_dictionaries=repeated) as file:
        schema = file.schema_arrow
        names = [schema.names[place] for place in header.positions]
        kinds = [_kind_of(schema.types[place]) for place in header.positions]
        out = pa.schema([*zip(header.columns, kinds, strict=True), (SOURCE_ROW, pa.int64())])
        first = part.first_row
        with _writer(target, out) as writer:
            for batch in _batches(file, part.groups, names):
                by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
                arrays = [
                    as_text(by_name[name]).cast(kind)
                    for name, kind in zip(names, kinds, strict=True)
                ]
                arrays.append(pa.arange(first, first + batch.num_rows))
                rows = _without_bad_cells(pa.record_batch(arrays, schema=out), aside)
                writer.write_batch(rows)
                n_rows += rows.num_rows
                first += batch.num_rows
    return n_rows, aside


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


def _kind_of(kind: pa.DataType) -> pa.DataType:
    """Return how the texts of a column are written: numbers, and what comes back, once each."""
    is_repeated = pa.types.is_dictionary(kind) or pa.types.is_floating(kind)
    return _REPEATED if is_repeated else pa.string()


def _without_bad_cells(rows: pa.RecordBatch, aside: list[tuple[int, Issue]]) -> pa.RecordBatch:
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
        aside.append((numbers[place].as_py(), found[place]))
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
