"""The reading process: one request in, a staged file and findings out."""

from __future__ import annotations

import errno
import json
import shutil
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.mapping import mapping_from
from pipelines.reading.columns import ParquetTable, read_parquet
from pipelines.reading.container import open_container
from pipelines.reading.delimited import DelimitedFile
from pipelines.reading.finding import Unreadable, finding, packed
from pipelines.reading.header import Header, find_header, no_header
from pipelines.reading.kind import kind_of
from pipelines.reading.mapped import own_names, prepare, write
from pipelines.reading.output import FIRST_PART, RowWriter
from pipelines.reading.plain import LARGE, Plain, check_plain
from pipelines.reading.sandbox import DISK_FULL, close_in
from pipelines.reading.table import Delivery, table_rows
from pipelines.reading.workbook import Workbook, no_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from model.issue import Issue
    from pipelines.reading.kind import Kind
    from pipelines.reading.mapped import JoinedTable, SourceTable

STAGED = "staged.json"
ROWS = "rows"
PLAIN = "plain.json"


def main() -> None:
    """Read the file that the request on standard input names."""
    request = json.load(sys.stdin)
    close_in(file_bytes=Path(request["path"]).stat().st_size, memory=request["memory"])
    try:
        answer = json.dumps(read_file(request))
        (Path(request["folder"]) / STAGED).write_text(answer, encoding="utf-8")
    except OSError as error:
        if error.errno in DISK_FULL:
            # An answer needs room as well, so the reason goes out as the exit code.
            sys.exit(errno.ENOSPC)
        raise


def read_file(request: dict[str, Any]) -> dict[str, object]:
    """Write the staged rows of the file that a request names; return what was found."""
    folder = Path(request["folder"])
    (folder / ROWS).mkdir()
    delivery = Delivery()
    answer: dict[str, object] = {"columns": [], "origin": {}, "kind": None, "rows_in": None}
    try:
        kind = kind_of(Path(request["path"]), request["upload_name"])
        answer["kind"] = kind
        columns, origin = _read(kind, request, folder / ROWS, delivery)
        answer |= {"columns": columns, "origin": origin, "rows_in": delivery.rows_in}
        if not delivery.rows_in:
            delivery.findings.add(_no_rows().at(sheet=delivery.sheet))
    except Unreadable as unreadable:
        # What was written until then is no delivery, and may be very much.
        shutil.rmtree(folder / ROWS)
        for issue in unreadable.issues:
            delivery.findings.add(issue)
    return answer | {
        "sheet": delivery.sheet,
        "unreadable": delivery.unreadable,
        "stored": delivery.stored,
        "plain_ids": sorted(delivery.plain_ids),
        "first_row": delivery.first_row,
        "issues": packed(delivery.findings.all()),
    }


def _read(
    kind: Kind, request: dict[str, Any], rows: Path, delivery: Delivery
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Write the staged rows of one file; return its columns and where each comes from."""
    path, expected = Path(request["path"]), request["expected"]
    if request["mapping"] is not None:
        return _read_mapped(kind, request, rows, delivery)
    if kind == "parquet":
        header = read_parquet(path, rows, expected, delivery, request["kinds"])
    elif kind == "csv":
        header = _read_text(path, expected, rows, delivery)
    else:
        with open_container(path) as container:
            header = _write(Workbook(container).choose(expected), expected, rows, delivery)
    return header.columns, header.origin


def _read_text(path: Path, expected: Collection[str], rows: Path, delivery: Delivery) -> Header:
    """Write the rows of a text file, or only how to read it where it is large and plain."""
    if path.stat().st_size >= LARGE and (plain := _plain(path, expected)) is not None:
        header, how = plain
        delivery.rows_in = how.n_rows
        (rows.parent / PLAIN).write_text(json.dumps(asdict(how)), encoding="utf-8")
        return header
    return _write(DelimitedFile(path, expected, told=_tell), expected, rows, delivery)


def _plain(path: Path, expected: Collection[str]) -> tuple[Header, Plain] | None:
    """Return the header of a text file that is plain throughout, and how to read it."""
    file = DelimitedFile(path, expected, by_head=True)
    header = find_header(file.first_rows, expected)
    if file.encoding != "utf-8" or file.quote != '"' or header is None:
        return None
    size, done = path.stat().st_size, 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        _tell(done / size)

    how = check_plain(path, file.separator, header, told=told)
    return None if how is None else (header, how)


def _tell(share: float) -> None:
    """Say which part of the file was read."""
    sys.stdout.write(f"{share:.3f}\n")
    sys.stdout.flush()


def _write(table: SourceTable, expected: Collection[str], rows: Path, delivery: Delivery) -> Header:
    """Write the rows of a table as columns of text; return its header."""
    delivery.sheet = table.name
    header = find_header(table.first_rows, expected)
    if header is None:
        raise no_header(table.first_rows, expected, delivery.sheet)
    found = table_rows(
        table.rows(header, delivery), header, delivery, fixed_width=table.fixed_width
    )
    with RowWriter(rows / FIRST_PART, header.columns) as writer:
        for number, cells in found:
            writer.add(number, cells)
    return header


def _read_mapped(
    kind: Kind, request: dict[str, Any], rows: Path, delivery: Delivery
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Write the rows that a mapping makes of a file."""
    path = Path(request["path"])
    mapping = mapping_from(**request["mapping"])
    with ExitStack() as stack:
        if kind == "xlsx":
            book = Workbook(stack.enter_context(open_container(path)))
            named: Callable[[Sequence[str]], JoinedTable] = book.named
            table: SourceTable = (
                book.named(mapping.sheets, own_names(mapping))
                if mapping.sheets
                else book.choose(own_names(mapping))
            )
        elif kind == "csv":
            named = _no_other_sheets
            table = DelimitedFile(path, own_names(mapping), told=_tell)
        else:
            named = _no_other_sheets
            table = ParquetTable(path)
        delivery.sheet = table.name
        mapped = prepare(
            table, mapping, named, upload_name=request["upload_name"], delivery=delivery
        )
        with RowWriter(rows / FIRST_PART, mapping.targets) as writer:
            write(mapped, writer, delivery)
    return mapping.targets, mapped.origin


def _no_other_sheets(names: Sequence[str]) -> JoinedTable:
    """Refuse to join a sheet to a file that has none."""
    raise no_sheet(names, [])


def _no_rows() -> Issue:
    """Return the finding for a table that has a header and nothing below it."""
    return finding(
        "no_rows",
        "error",
        (
            "Onder de kolomnamen staat geen enkele rij; er is niets geladen of verwijderd.",
            "There is no row below the column names; nothing was loaded or removed.",
        ),
        ("lever het bestand met gegevens", "deliver the file with data"),
    )
