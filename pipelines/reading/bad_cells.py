"""Rows of a Parquet file with a cell that no table holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.reading.characters import WRONG_ANYWHERE, wrong_characters
from pipelines.reading.finding import LONGEST_CELL, cell_too_long
from pipelines.reading.typed import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.issue import Issue


def without_bad_cells(
    rows: pa.RecordBatch, first: int, aside: list[tuple[int, Issue]]
) -> pa.RecordBatch:
    """Set aside the rows with a cell that no table holds: too long, or with damaged letters."""
    found: dict[int, Issue] = {}
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        if _is_text(column.type) and not is_plain(column):
            for place, issue in _bad_cells(pc.cast(column, pa.string())):
                found.setdefault(place, issue.at(column=name))
    if not found:
        return rows
    aside += [(first + place, found[place]) for place in sorted(found)]
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


def _is_text(kind: pa.DataType) -> bool:
    """Return whether cells are texts, each written out or once for all that are alike."""
    return bool(pa.types.is_string(kind) or pa.types.is_dictionary(kind))
