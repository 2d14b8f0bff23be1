"""The looking process: one file in, its columns and what stands in them out; no row is kept."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.reading.columns import ParquetTable
from pipelines.reading.container import open_container
from pipelines.reading.delimited import DelimitedFile
from pipelines.reading.finding import Unreadable, packed
from pipelines.reading.header import (
    MOST_COLUMNS,
    Header,
    clean_name,
    looks_like_names,
    matches,
    no_header,
)
from pipelines.reading.kind import kind_of
from pipelines.reading.sandbox import close_in
from pipelines.reading.table import Delivery, column_letters, table_rows
from pipelines.reading.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pipelines.reading.header import Row
    from pipelines.reading.mapped import SourceTable

LOOKED = "looked.json"
MOST_VALUES = 1000  # different ones of a column; more are no words to choose from


def main() -> None:
    """Look at the file that the request on standard input names."""
    request = json.load(sys.stdin)
    close_in(file_bytes=Path(request["path"]).stat().st_size)
    answer = json.dumps(look_at(request))
    (Path(request["folder"]) / LOOKED).write_text(answer, encoding="utf-8")


def look_at(request: dict[str, Any]) -> dict[str, object]:
    """Return the columns of the file that a request names, or why it cannot be read."""
    try:
        with ExitStack() as stack:
            table, is_one_of_several = _table(request, stack)
            return _columns(table, request["known"]) | {"is_one_of_several": is_one_of_several}
    except Unreadable as unreadable:
        return {"issues": packed([unreadable.issue])}


def _table(request: dict[str, Any], stack: ExitStack) -> tuple[SourceTable, bool]:
    """Return the table of a file, and whether other sheets could have been meant as well."""
    path, known = Path(request["path"]), request["known"]
    kind = kind_of(path, request["upload_name"])
    if kind == "csv":
        return DelimitedFile(path, known), False
    if kind == "parquet":
        return ParquetTable(path), False
    book = Workbook(stack.enter_context(open_container(path)))
    try:
        return book.choose(known), False
    except Unreadable as unreadable:
        if unreadable.issue.code != "sheet_ambiguous":
            raise
        return book.named([unreadable.issue.sheet or ""]), True


def _columns(table: SourceTable, known: Collection[str]) -> dict[str, object]:
    """Return what stands above the header, in the header and in each column below it."""
    row = _header_row(table.first_rows, known)
    if row is None:
        raise no_header(table.first_rows, (), table.name)
    header = _header(row)
    values: list[Counter[str]] = [Counter() for _ in header.columns]
    delivery = Delivery()
    n_rows = 0
    rows = table.rows(header, delivery)
    for _, cells in table_rows(rows, header, delivery, fixed_width=table.fixed_width, mapped=True):
        n_rows += any(cells)
        _count(values, cells)
    return {
        "sheet": table.name,
        "n_rows": n_rows,
        "cells": _cells_above(table.first_rows, row[0]),
        "columns": [
            {"name": name, "values": found.most_common()}
            for name, found in zip(header.columns, values, strict=True)
        ],
    }


def _header_row(rows: Sequence[Row], known: Collection[str]) -> Row | None:
    """Return the row with most known names; without two of them the widest that may be names."""
    best = max(rows, key=lambda row: matches(row[1], known), default=None)
    if best is not None and matches(best[1], known) > 1:
        return best
    named = [row for row in rows if looks_like_names(row[1])]
    return max(named, key=lambda row: sum(map(bool, row[1])), default=None)


def _header(row: Row) -> Header:
    """Return the names that occur once: by another name no column can be meant."""
    number, cells = row
    names = [clean_name(cell) for cell in cells[:MOST_COLUMNS]]
    times = Counter(name.casefold() for name in names)
    places = [at for at, name in enumerate(names) if name and times[name.casefold()] == 1]
    return Header(
        row=number,
        columns=tuple(names[at] for at in places),
        positions=tuple(places),
        origin={names[at]: cells[at] or "" for at in places},
        width=max((at + 1 for at, name in enumerate(names) if name), default=0),
    )


def _count(values: list[Counter[str]], cells: Iterable[str | None]) -> None:
    """Count what stands in each column; new values only until there are very many."""
    for found, cell in zip(values, cells, strict=True):
        words = (cell or "").strip()
        if words and (words in found or len(found) < MOST_VALUES):
            found[words] += 1


def _cells_above(rows: Sequence[Row], header_row: int) -> dict[str, str]:
    """Return the filled cells above the header by their reference, such as ``B2``."""
    return {
        f"{column_letters(place)}{number}": cell
        for number, cells in rows
        if number < header_row
        for place, cell in enumerate(cells)
        if cell
    }
