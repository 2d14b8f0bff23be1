"""The annotating process: a delivered file and notes about its cells in, a workbook out."""

from __future__ import annotations

import csv
import itertools
import json
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from pipelines.reading.columns import ParquetTable
from pipelines.reading.container import open_container
from pipelines.reading.delimited import DelimitedFile
from pipelines.reading.finding import LONGEST_CELL, Unreadable
from pipelines.reading.header import SEARCHED_ROWS, Header, clean_name, matches
from pipelines.reading.kind import kind_of
from pipelines.reading.records import LINES_IN_A_RECORD
from pipelines.reading.sandbox import close_in
from pipelines.reading.table import Delivery
from pipelines.reading.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pipelines.reading.header import Row

ANNOTATED = "annotated.xlsx"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet
MOST_COMMENTS = 20_000
_FILLS = {"error": "#F4B6B0", "warning": "#FBE3A2", "notice": "#D9E6EF"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class SourceSheet:
    """One sheet as it was delivered; a file of text or columns is one sheet without a name."""

    name: str | None
    hidden: bool
    rows: Iterable[Row]


class _Notes:
    """What is to be said about the cells of one sheet, by row and column name."""

    def __init__(self, notes: list[dict[str, Any]]) -> None:
        self._notes: dict[int, list[dict[str, Any]]] = {}
        self._of_columns = [note for note in notes if note["row"] is None and note["column"]]
        self._names = {note["column"] for note in notes if note["column"]}
        for note in notes:
            if note["row"] is not None:
                self._notes.setdefault(note["row"], []).append(note)

    def begin(self, rows: list[Row], expected: list[str]) -> None:
        """Find where the columns stand, from the first rows of the sheet."""
        names = {*expected, *self._names}
        number, cells = max(rows, key=lambda row: matches(row[1], names), default=(1, []))
        places = {clean_name(cell, names): place for place, cell in enumerate(cells)}
        self._places = {name: places.get(clean_name(name, names), 0) for name in self._names}
        if self._of_columns:
            self._notes.setdefault(number, []).extend(self._of_columns)

    def on(self, row: int) -> dict[int, list[dict[str, Any]]]:
        """Return the notes on a row by the place of their cell."""
        by_place: dict[int, list[dict[str, Any]]] = {}
        for note in self._notes.get(row, ()):
            by_place.setdefault(self._places.get(note["column"], 0), []).append(note)
        return by_place


class _AnnotatedBook:
    """The workbook that goes back: every text inert, noted cells filled and commented on."""

    def __init__(self, path: Path) -> None:
        # Constant memory writes row by row: the size of a delivery does not matter.
        options = {**_INERT, "constant_memory": True, "tmpdir": str(path.parent)}
        self.book = xlsxwriter.Workbook(path, options)
        self._formats: dict[tuple[str, bool], Format] = {}
        self._names: set[str] = set()
        self._n_comments = 0

    def sheet(self, name: str, *, hidden: bool = False) -> Worksheet:
        """Return a new sheet with this name, or the nearest that a workbook allows."""
        base = _NOT_IN_A_NAME.sub(" ", name).strip(" '")[:31] or "Sheet"
        allowed, number = base, 1
        while allowed.casefold() in self._names:
            number += 1
            allowed = f"{base[:26]} ({number})"
        self._names.add(allowed.casefold())
        sheet = self.book.add_worksheet(allowed)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW}"})
        if hidden:
            sheet.hide()
        return sheet

    def write(self, sheet: Worksheet, row: int, cells: list[str | None], notes: _Notes) -> None:
        """Write one row where a person saw it, its noted cells marked."""
        noted = notes.on(row)
        width = max([len(cells), *(place + 1 for place in noted)])
        for place in range(min(width, LAST_COLUMN)):
            text = _writable(cells[place] or "") if place < len(cells) else ""
            about = noted.get(place, [])
            if text or about:
                severity = next((s for s in _FILLS if any(n["severity"] == s for n in about)), "")
                self._text(sheet, row - 1, place, text, self._look(text, severity))
            if about and self._n_comments < MOST_COMMENTS:
                self._n_comments += 1
                words = "\n\n".join(dict.fromkeys(note["text"] for note in about))
                sheet.write_comment(row - 1, place, words, {"x_scale": 2.5, "y_scale": 1.5})

    def _look(self, text: str, severity: str = "") -> Format:
        """Return the look of a cell; what a program may take for a formula is marked as text."""
        inert = text.startswith(_FORMULA)
        if (severity, inert) not in self._formats:
            look: dict[str, object] = {"num_format": "@"}
            if severity:
                look["bg_color"] = _FILLS[severity]
            if inert:
                look["quote_prefix"] = True
            self._formats[severity, inert] = self.book.add_format(look)
        return self._formats[severity, inert]

    def table(self, name: str, rows: list[list[str]], widths: list[int]) -> None:
        """Write a sheet of plain rows below bold heads."""
        sheet = self.sheet(name)
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        head = self.book.add_format({"bold": True, "bg_color": "#D9E6EF"})
        for row, cells in enumerate(rows[:LAST_ROW]):
            for place, cell in enumerate(cells):
                text = _writable(cell)
                self._text(sheet, row, place, text, self._look(text) if row else head)

    @staticmethod
    def _text(sheet: Worksheet, row: int, place: int, text: str, look: Format) -> None:
        """Write a text, or an empty cell that only has a look."""
        if text:
            sheet.write_string(row, place, text, look)
        else:
            sheet.write_blank(row, place, None, look)


def main() -> None:
    """Write the workbook that the request on standard input asks for."""
    request = json.load(sys.stdin)
    size = sum(Path(file["path"]).stat().st_size for file in request["files"])
    close_in(file_bytes=size)
    write_annotated(request)


def write_annotated(request: dict[str, Any]) -> None:
    """Write the delivered sheets with their notes, and the sheet that lists the findings."""
    made = _AnnotatedBook(Path(request["folder"]) / ANNOTATED)
    for file in request["files"]:
        with suppress(Unreadable):
            _write_file(made, file, request)
    made.table(request["title"], request["findings"], request["widths"])
    made.book.close()


def _write_file(made: _AnnotatedBook, file: dict[str, Any], request: dict[str, Any]) -> None:
    """Write the sheets of one delivered file."""
    path = Path(file["path"])
    kind = kind_of(path, file["name"])
    if kind == "xlsx":
        with open_container(path) as container:
            for sheet, rows in Workbook(container).all_rows():
                # A sheet of findings of an earlier round gives way to the new one.
                if sheet.name not in request["own_titles"]:
                    source = SourceSheet(sheet.shown, hidden=sheet.hidden, rows=rows)
                    _write_sheet(made, source, file, request)
        return
    rows = _lines(path, file, request) if kind == "csv" else _records(path)
    _write_sheet(made, SourceSheet(None, hidden=False, rows=rows), file, request)


def _write_sheet(
    made: _AnnotatedBook, source: SourceSheet, file: dict[str, Any], request: dict[str, Any]
) -> None:
    """Write one sheet; the one that findings are about is the one to open on."""
    mine = [note for note in file["notes"] if note["sheet"] == source.name]
    notes = _Notes(mine)
    rows = iter(source.rows)
    first = list(itertools.islice(rows, SEARCHED_ROWS))
    notes.begin(first, request["expected"])
    sheet = made.sheet(source.name or Path(file["name"]).stem, hidden=source.hidden)
    if mine:
        sheet.activate()
        sheet.set_first_sheet()
    for part in (first, rows):
        for number, cells in part:
            if number <= LAST_ROW:
                made.write(sheet, number, cells, notes)


def _records(path: Path) -> Iterator[Row]:
    """Yield the column names and the records of a file of columns."""
    table = ParquetTable(path)
    names: list[str | None] = list(table.first_rows[0][1])
    yield 1, names
    words = [name or "" for name in names]
    header = Header(1, tuple(words), tuple(range(len(words))), {}, len(words))
    yield from table.rows(header, Delivery())


def _lines(path: Path, file: dict[str, Any], request: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows of a text file, each at the line on which it begins.

    Where a quote is never closed, what follows would be swallowed: such lines stand alone.
    """
    csv.field_size_limit(sys.maxsize)
    text = DelimitedFile(path, request["expected"])
    alone = set(file["broken"])
    begin, taken = 1, ""
    for number, line in enumerate(text.lines(), start=1):
        if not taken:
            begin = number
        taken += line
        is_open = taken.count('"') % 2 and begin not in alone
        if is_open and number - begin < LINES_IN_A_RECORD:
            continue
        yield begin, _split(taken, text.separator)
        taken = ""
    if taken:
        yield begin, _split(taken, text.separator)


def _split(record: str, separator: str) -> list[str | None]:
    """Return the cells of one record."""
    whole = record.rstrip("\r\n")
    try:
        return list(next(csv.reader([whole], delimiter=separator), []))
    except csv.Error:
        return list(whole.split(separator))


def _writable(text: str) -> str:
    """Return a text that a cell can hold."""
    return text.encode("utf-8", "replace").decode()[:LONGEST_CELL]
