"""Find out how a text file writes its table: encoding, separator and header."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, TextIO

from pipelines.reading.encoding import encoding_of
from pipelines.reading.header import SEARCHED_ROWS, Header, Row, matches
from pipelines.reading.kind import damaged
from pipelines.reading.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from pipelines.reading.table import Delivery

SEPARATORS = ",;\t|"
HEAD = 4 << 20
RECORDS_BETWEEN_TOLD = 20_000
_IN_SINGLE_QUOTES = re.compile(r"'[^'\n]*'([,;\t|]'[^'\n]*')+ *\r?\n")
_HINT = re.compile(r"\s*\"?sep=(.)\"?[\s,;|]*\n", re.IGNORECASE)


class DelimitedFile:
    """A text file whose encoding and separator are known, and whose first rows were seen."""

    fixed_width = True
    name: str | None = None

    def __init__(
        self,
        path: Path,
        expected: Collection[str],
        *,
        told: Callable[[float], None] = lambda _: None,
        by_head: bool = False,
    ) -> None:
        self.path = path
        self._told = told
        self.encoding, self.mark = encoding_of(path, by_head=by_head)
        with self._open() as text:
            try:
                head = text.read(HEAD)
            except UnicodeError as error:
                raise damaged() from error
        self.quote = "'" if _IN_SINGLE_QUOTES.match(head) else '"'
        self.separator, self.first_rows = _separator(head, expected, self.quote)

    def rows(self, header: Header, delivery: Delivery) -> Iterator[Row]:
        """Yield every record below the header with the line on which it begins.

        Raises
        ------
        Unreadable
            When the last record is not whole, or the bytes are no text.
        """
        doubtful = self.encoding if self.encoding == "cp1252" else ""
        size = self.path.stat().st_size
        with self._open() as text:
            records = Records(
                text, self.separator, header, delivery, quote=self.quote, doubtful=doubtful
            )
            try:
                for count, record in enumerate(records, start=1):
                    if count % RECORDS_BETWEEN_TOLD == 0:
                        self._told(text.buffer.tell() / size)
                    yield record
            except UnicodeError as error:
                raise damaged() from error

    def lines(self) -> Iterator[str]:
        """Yield every line as it stands."""
        with self._open() as text:
            yield from text

    def _open(self) -> TextIO:
        """Return the text of the file; bytes that are no character stay recognisable."""
        file = self.path.open("rb")
        file.seek(self.mark)
        errors = "surrogateescape" if self.encoding in ("utf-8", "cp1252") else "strict"
        return io.TextIOWrapper(file, encoding=self.encoding, errors=errors, newline=None)


def _separator(head: str, expected: Collection[str], quote: str) -> tuple[str, list[Row]]:
    """Return the separator of the rows and the first rows.

    The separator is the one that yields most of the expected names in one row; without any,
    the one that yields most columns, alike in most rows. Where the names are parted otherwise
    than the rows below them, each is split by its own.
    """
    hint = _HINT.match(head)
    begin = 2 if hint else 1
    table = head[hint.end() :] if hint else head
    choices = [hint[1]] if hint else list(SEPARATORS)
    split = {choice: _first_rows(table, choice, begin, quote) for choice in choices}
    best = max(choices, key=lambda choice: _likelihood(split[choice], expected))
    names, rows = _names_and_rows(split[best], expected)
    other = _parting(split, len(names), width=len(names[-1][1]) if names else 0)
    if rows and other is not None:
        return other, [*names, *split[other][len(names) :]]
    return best, split[best]


def _names_and_rows(rows: list[Row], expected: Collection[str]) -> tuple[list[Row], list[Row]]:
    """Return the first rows up to the one with most of the expected names, and those below it."""
    place = max(range(len(rows)), key=lambda n: matches(rows[n][1], expected), default=0)
    if not rows or not matches(rows[place][1], expected):
        return [], rows
    return rows[: place + 1], rows[place + 1 :]


def _parting(split: dict[str, list[Row]], n_above: int, *, width: int) -> str | None:
    """Return the one separator by which rows have as many cells as asked, if it is but one."""
    below = {
        choice: [len(cells) for _, cells in rows[n_above:] if any(cells)]
        for choice, rows in split.items()
    }
    fitting = [choice for choice, widths in below.items() if widths and {*widths} == {width}]
    return fitting[0] if width > 1 and len(fitting) == 1 else None


def _likelihood(rows: list[Row], expected: Collection[str]) -> tuple[int, int]:
    """Return how well a separator suits: expected names found, then columns in most rows."""
    widths = sorted(len(cells) for _, cells in rows if any(cells))
    usual = widths[len(widths) // 2] if widths else 0
    return max((matches(cells, expected) for _, cells in rows), default=0), usual


def _first_rows(text: str, separator: str, begin: int, quote: str) -> list[Row]:
    """Return the first rows of a text with the line on which each begins."""
    csv.field_size_limit(HEAD)
    reader = csv.reader(io.StringIO(text), delimiter=separator, quotechar=quote)
    rows: list[Row] = []
    number = begin
    for cells in reader:
        rows.append((number, list(cells)))
        number = begin + reader.line_num
        if len(rows) == SEARCHED_ROWS:
            break
    return rows
