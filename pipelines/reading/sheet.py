"""Read the cells of one sheet to rows of text, with the row and column a person sees."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.reading.book import Book, Sheet, unescaped
from pipelines.reading.container import PartParser
from pipelines.reading.finding import LONGEST_CELL, Unreadable, cell_too_long, refuse
from pipelines.reading.numbers import number_text

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from pipelines.reading.book import Moment
    from pipelines.reading.header import Row

MOST_COLUMNS = 16_384  # of a sheet
MOST_ROWS = 1_048_576
MOST_SHARED = 1_000_000_000  # letters of shared texts, each counted where it is used
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class SheetNotes:
    """What a sheet holds besides cells.

    Attributes
    ----------
    bad_cells : dict of int to list of (int, str)
        For each row the places (column from 0) without a usable value, and why: the error
        shown there, or empty for a formula whose result was not stored.
    far_cells : list of (int, int, str)
        Row, column from 0 and value of cells beyond any table.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    bad_cells: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    n_formulas: int = 0


class SheetReader(PartParser):
    """Turns the cells of a sheet into rows of text, one after another."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.notes = SheetNotes()
        self._book = book
        self._moments = {str(style): moment for style, moment in enumerate(book.moments)}
        self._ready: list[Row] = []
        self._row = 0
        self._cells: dict[int, str] = {}
        self._column = -1
        self._type = ""
        self._style = "0"
        self._value: list[str] | None = None
        self._text = ""
        self._has_formula = self._has_value = False
        self._phonetic = False
        self._n_shared = 0

    def rows(self, container: zipfile.ZipFile, sheet: Sheet) -> Iterator[Row]:
        """Yield the rows that have cells."""
        for _ in self.read_blocks(container, sheet.part):
            yield from self._ready
            self._ready = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a cell, its value or formula, a row, a column."""
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._value = None if self._phonetic else []
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._row = self._next_row(int(attributes.get("r", self._row + 1)))
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.notes.hidden_rows.append(self._row)
        else:
            self._note(name, attributes)

    def end(self, name: str) -> None:
        """Keep what has ended."""
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            if self._value is not None:
                self._text += "".join(self._value)
                # A formula that yields empty text stores an empty value of type "str".
                self._has_value |= bool(self._value) or self._type == "str"
            self._value = None
        elif name == "row":
            if self._cells:
                width = max(self._cells) + 1
                self._ready.append((self._row, [self._cells.get(i) for i in range(width)]))
                self._cells = {}
        elif name == "rPh":
            self._phonetic = False

    def text(self, words: str) -> None:
        """Collect the value of a cell."""
        if self._value is not None:
            self._value.append(words)

    def _next_row(self, number: int) -> int:
        """Return the number of a row; rows that do not follow one another are no sheet."""
        if not self._row < number <= MOST_ROWS:
            raise ValueError(number)
        return number

    def _note(self, name: str, attributes: dict[str, str]) -> None:
        """Remember phonetic readings, hidden columns and merged cells."""
        if name == "rPh":
            self._phonetic = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.notes.hidden_columns.extend(range(first - 1, min(last, MOST_COLUMNS)))
        elif name == "mergeCell":
            self.notes.merged.append(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        """Remember where a cell stands and how its value is written."""
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        column = column_number(letters) if letters else self._column + 1
        if column <= self._column or reference[len(letters) :] not in ("", str(self._row)):
            # Two values for one cell, or a cell in another row: nobody knows which is right.
            raise ValueError(reference)
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._text = ""
        self._has_formula = self._has_value = False

    def _end_cell(self) -> None:
        """Keep the value of a cell as text."""
        self.notes.n_formulas += self._has_formula
        if self._has_formula and not self._has_value:
            self._bad("")
        elif self._type == "e":
            self._bad(self._text)
        elif self._has_value and self._text:
            text = self._as_text()
            if len(text) > LONGEST_CELL:
                raise Unreadable(cell_too_long().at(row=self._row))
            self._cells[self._column] = text

    def _bad(self, error: str) -> None:
        """Note a cell without a usable value."""
        self.notes.bad_cells.setdefault(self._row, []).append((self._column, error))
        self._cells[self._column] = error or "?"

    def _as_text(self) -> str:
        """Return the value of a cell as text."""
        text = self._text
        if self._type == "s":
            number = int(text)
            if not 0 <= number < len(self._book.texts):
                raise ValueError(text)
            shared = self._book.texts[number]
            self._n_shared += len(shared)
            if self._n_shared > MOST_SHARED:
                raise _text_bomb()
            return shared
        if self._type in ("str", "inlineStr"):
            return unescaped(text)
        if self._type == "b":
            return "true" if text.strip() == "1" else "false"
        if self._type == "d":
            return text
        moment = self._moments.get(self._style)
        if moment is None:
            return number_text(text)
        return moment_text(float(text), moment, from_1904=self._book.from_1904)


def _text_bomb() -> Unreadable:
    """Return the refusal of a sheet that repeats long texts until no machine holds them."""
    return refuse(
        "text_bomb",
        (
            "De cellen verwijzen zo vaak naar lange gedeelde teksten dat het blad meer dan "
            f"{MOST_SHARED // 1_000_000_000} miljard letters zou hebben.",
            "The cells refer to long shared texts so often that the sheet would have more than "
            f"{MOST_SHARED // 1_000_000_000} billion letters.",
        ),
        ("lever alleen de gevraagde kolommen", "deliver only the columns asked for"),
    )


@lru_cache(1 << 12)
def column_number(letters: str) -> int:
    """Return the place of a spreadsheet column: A is 0, XFD is 16383."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    if place > MOST_COLUMNS:
        raise ValueError(letters)
    return place - 1


def moment_text(serial: float, moment: Moment, *, from_1904: bool) -> str:
    """Return a spreadsheet serial number as ISO text.

    Day 60 of the 1900 system, 29 February 1900, never was; earlier days are one off.
    """
    if moment == "duration" or not 0 <= serial < 2_958_466:
        return repr(serial)
    epoch = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
    if not from_1904 and serial < 60:
        epoch += dt.timedelta(days=1)
    # A day has 86 400 000 milliseconds; serials carry rounding noise below that.
    moment_at = epoch + dt.timedelta(milliseconds=round(serial * 86_400_000))
    if serial < 1 and moment == "time":
        return moment_at.time().isoformat()
    if moment == "date" and moment_at.time() == dt.time():
        return moment_at.date().isoformat()
    if moment_at.time() == dt.time() and moment != "datetime":
        return moment_at.date().isoformat()
    return moment_at.isoformat()
