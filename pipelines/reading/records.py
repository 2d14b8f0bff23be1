"""From lines of delimited text to records, each with the line on which it begins."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, TextIO

from pipelines.reading.characters import wrong_characters
from pipelines.reading.encoding import read_as
from pipelines.reading.finding import LONGEST_CELL, cell_too_long, finding, refuse
from pipelines.reading.table import Delivery, is_total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.issue import Issue
    from pipelines.reading.finding import Unreadable
    from pipelines.reading.header import Header, Row

LONGEST_LINE = 8_000_000
LINES_IN_A_RECORD = 500
ROWS_TO_KNOW_LENGTH = 20
SHORTEST_KNOWN = 8  # as long as a date; a shorter field says nothing about a file cut off


class Records:
    """The records below a header; what is no record is set aside, and reading goes on.

    Parameters
    ----------
    separator : str
        The character between fields.
    doubtful : str
        The encoding to mention with each row that is not plain ASCII, or nothing.
    """

    def __init__(
        self,
        text: TextIO,
        separator: str,
        header: Header,
        delivery: Delivery,
        *,
        quote: str,
        doubtful: str,
    ) -> None:
        self._lines = _Lines(text)
        self._reader = csv.reader(self._lines, delimiter=separator, quotechar=quote, strict=True)
        self._header = header
        self._delivery = delivery
        self._doubtful = doubtful
        self._lengths: set[int] = set()
        self._read = 0
        csv.field_size_limit(LONGEST_CELL)

    def __iter__(self) -> Iterator[Row]:
        """Yield the readable records in the order of the file."""
        for _ in range(self._header.row - 1):
            next(self._lines, None)
        self._take()  # the header itself
        while (record := self._take()) is not None:
            begin, cells, wrong = record
            line = self._lines.taken[-1]
            if line[-1] != "\n":
                self._refuse_if_cut(begin, cells)
            elif cells:
                self._lengths.add(len(cells[-1]))
                self._read += 1
            wrong = wrong or self._wrong_characters(begin)
            if wrong is not None:
                self._delivery.set_aside(begin, wrong)
            elif cells:
                yield begin, [*cells]

    def _take(self) -> tuple[int, list[str], Issue | None] | None:
        """Return the next record: its first line, its cells and what is wrong with it."""
        self._lines.taken.clear()
        begin = self._lines.number + 1
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except csv.Error as error:
            self._lines.give_back_all_but_first()
            return begin, [], _unreadable(str(error))
        if len(self._lines.taken) > 1 and len(cells) != self._header.width:
            # A quote that was never closed has swallowed the next lines: those are rows.
            self._lines.give_back_all_but_first()
            return begin, [], _unreadable("")
        return begin, cells, None

    def _wrong_characters(self, begin: int) -> Issue | None:
        """Return what is wrong with the characters of the record that was taken last."""
        text = "".join(self._lines.taken)
        wrong = wrong_characters(text)
        if wrong is None and self._doubtful and not text.isascii():
            self._delivery.findings.add(read_as(self._doubtful, begin))
        return wrong

    def _refuse_if_cut(self, begin: int, cells: list[str]) -> None:
        """Refuse the file when its last line, which has no line end, is not whole."""
        columns = self._header.columns
        if self._header.width > len(cells) and not is_total(cells):
            missing = columns[max(0, len(cells) - 1) :]
            raise _cut(begin, missing)
        if self._read >= ROWS_TO_KNOW_LENGTH and len(self._lengths) == 1:
            usual = next(iter(self._lengths))
            if usual >= SHORTEST_KNOWN and len(cells[-1]) < usual:
                raise _cut(begin, columns[-1:])


class _Lines:
    """The lines of a text with their number, able to take lines back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise _line_too_long(self.number + 1)
        self.number += 1
        self.taken.append(line)
        if len(self.taken) > LINES_IN_A_RECORD:
            raise csv.Error
        return line

    def give_back_all_but_first(self) -> None:
        """Take only the first line of the last record as read; the others come again."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def _unreadable(error: str) -> Issue:
    """Return the finding for a line whose quotes or length make it no record."""
    if "field limit" in error:
        return cell_too_long()
    return finding(
        "quotes",
        "error",
        (
            "De aanhalingstekens in deze regel kloppen niet: er wordt er een niet gesloten.",
            "The quotes in this row do not match: one is not closed.",
        ),
        (
            'zet tekst tussen aanhalingstekens en schrijf een aanhalingsteken erin dubbel ("")',
            'put text between quotes and double a quote inside it ("")',
        ),
    )


def _cut(row: int, columns: tuple[str, ...]) -> Unreadable:
    """Return the refusal of a file that ends in the midst of its last row."""
    names = ", ".join(columns)
    return refuse(
        "file_cut_off",
        (
            f"Het bestand breekt af in de laatste regel; er ontbreekt iets in: {names}.",
            f"The file breaks off in its last row; something is missing in: {names}.",
        ),
        ("haal het bestand opnieuw op", "fetch the file again"),
        row=row,
        column=columns[0] if columns else None,
    )


def _line_too_long(row: int) -> Unreadable:
    """Return the refusal of a file with an endless line."""
    return refuse(
        "line_too_long",
        (
            f"Een regel is langer dan {LONGEST_LINE // 1_000_000} miljoen tekens.",
            f"A line is longer than {LONGEST_LINE // 1_000_000} million characters.",
        ),
        ("controleer de regeleinden van het bestand", "check the line ends of the file"),
        row=row,
    )
