"""The reading process: one request in, a staged file and findings out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.reading.columns import read_parquet
from pipelines.reading.container import open_container
from pipelines.reading.delimited import DelimitedFile
from pipelines.reading.finding import Unreadable, finding, packed
from pipelines.reading.header import Header, find_header, no_header
from pipelines.reading.kind import damaged, kind_of
from pipelines.reading.output import RowWriter
from pipelines.reading.table import Delivery, table_rows
from pipelines.reading.workbook import WorkbookTable

if TYPE_CHECKING:
    from collections.abc import Collection

    from model.issue import Issue
    from pipelines.reading.kind import Kind

STAGED = "staged.json"
ROWS = "rows.parquet"


def main() -> None:
    """Read the file that the request on standard input names."""
    request = json.load(sys.stdin)
    folder = Path(request["folder"])
    delivery = Delivery()
    answer: dict[str, object] = {"columns": [], "origin": {}, "kind": None, "rows_in": None}
    try:
        kind = kind_of(Path(request["path"]), request["upload_name"])
        answer["kind"] = kind
        header = _read(kind, Path(request["path"]), request["expected"], folder, delivery)
        answer |= {"columns": header.columns, "origin": header.origin, "rows_in": delivery.rows_in}
        if not delivery.rows_in:
            delivery.findings.add(_no_rows(header).at(sheet=delivery.sheet))
    except Unreadable as unreadable:
        delivery.findings.add(unreadable.issue)
    except MemoryError:
        delivery.findings.add(damaged().issue)
    answer |= {
        "sheet": delivery.sheet,
        "unreadable": delivery.unreadable,
        "issues": packed(delivery.findings.all()),
    }
    (folder / STAGED).write_text(json.dumps(answer), encoding="utf-8")


def _read(
    kind: Kind, path: Path, expected: Collection[str], folder: Path, delivery: Delivery
) -> Header:
    """Write the staged rows of one file; return its header."""
    if kind == "parquet":
        return read_parquet(path, folder / ROWS, expected, delivery)
    if kind == "csv":
        return _write(DelimitedFile(path, expected), expected, folder / ROWS, delivery)
    with open_container(path) as container:
        table = WorkbookTable(container, expected)
        delivery.sheet = table.sheet.name
        return _write(table, expected, folder / ROWS, delivery)


def _write(
    table: DelimitedFile | WorkbookTable,
    expected: Collection[str],
    target: Path,
    delivery: Delivery,
) -> Header:
    """Write the rows of a table as columns of text; return its header."""
    header = find_header(table.first_rows, expected)
    if header is None:
        raise no_header(table.first_rows, expected, delivery.sheet)
    with RowWriter(target, header.columns) as writer:
        for number, cells in table_rows(
            table.rows(header, delivery),
            header,
            delivery,
            fixed_width=isinstance(table, DelimitedFile),
        ):
            writer.add(number, cells)
    return header


def _no_rows(header: Header) -> Issue:
    """Return the finding for a table that has a header and nothing below it."""
    return finding(
        "no_rows",
        "error",
        (
            "Onder de kolomnamen staat geen enkele rij; er is niets geladen of verwijderd.",
            "There is no row below the column names; nothing was loaded or removed.",
        ),
        ("lever het bestand met gegevens", "deliver the file with data"),
        row=header.row,
    )


if __name__ == "__main__":
    main()
