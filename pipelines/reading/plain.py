"""Check that a large text file is plain throughout, so that the database can read it itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipelines.reading.finding import LONGEST_CELL
from pipelines.reading.records import SHORTEST_KNOWN
from pipelines.reading.table import FIRST_LETTERS_OF_TOTALS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from pipelines.reading.header import Header

LARGE = 16_000_000  # bytes; below this writing the rows out costs nothing
BLOCK = 1 << 22
QUOTE, SPACE, LINE_END, RETURN, TAB = 34, 32, 10, 13, 9
# Parts of UTF-8 that belong to invisible controls, lost characters or doubly encoded letters.
_DOUBTFUL = (b"\xe2\x80", b"\xe2\x81", b"\xef\xbf", b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2")


@dataclass(frozen=True)
class Plain:
    """How to read a text file that was checked from the first byte to the last.

    Attributes
    ----------
    skip : int
        Lines up to and including the header; the row after it is ``skip + 1``.
    quoted, returns : bool
        Whether fields stand between quotes, and whether lines end in CR LF.
    """

    separator: str
    skip: int
    quoted: bool
    returns: bool
    n_rows: int


class NotPlainError(Exception):
    """Something in the file needs to be looked at record by record."""


def check_plain(
    path: Path, separator: str, header: Header, *, told: Callable[[int], None]
) -> Plain | None:
    """Return how the database can read the file, or None when it is not plain throughout.

    Plain is: valid UTF-8 without control characters, every line one record of as many fields
    as the header, quotes only around whole fields, no blank, total or repeated header rows.

    Parameters
    ----------
    told : callable
        Given the number of bytes that were checked.
    """
    if header.width != len(header.columns):
        return None
    scan = _Scan(separator, header)
    try:
        with path.open("rb") as file:
            for _ in range(header.row):
                scan.check_head(file.readline())
            rest = b""
            while block := file.read(BLOCK):
                cut = block.rfind(b"\n") + 1
                if not cut:
                    raise NotPlainError  # a line this long is no row
                whole, rest = rest + block[:cut], block[cut:]
                scan.check(whole)
                told(len(block))
            scan.check_last(rest)
    except NotPlainError:
        return None
    return Plain(
        separator=separator,
        skip=header.row,
        quoted=scan.quoted,
        returns=scan.returns,
        n_rows=scan.n_rows,
    )


class _Scan:
    """Checks blocks of whole lines, all bytes at once."""

    def __init__(self, separator: str, header: Header) -> None:
        self.n_rows = 0
        self.quoted = self.returns = False
        self._separator = ord(separator)
        self._width = header.width
        first = (next(iter(header.origin.values()), "").strip() + "   ")[:3].lower()
        letters = {*FIRST_LETTERS_OF_TOTALS, first}
        self._suspect = np.array([_number(word) for word in letters], dtype=np.int64)
        self._shortest, self._longest = LONGEST_CELL, 0  # of the last fields

    def check_head(self, line: bytes) -> None:
        """Check that a line above the data is one line for the database too."""
        if not line.endswith(b"\n") or line.count(b'"') % 2 or b"\r" in line[:-2]:
            raise NotPlainError

    def check(self, block: bytes) -> None:
        """Check a block of whole lines."""
        if not block:
            return
        data = np.frombuffer(block, np.uint8)
        is_end = data == LINE_END
        self._check_characters(block, data, int(np.count_nonzero(is_end)))
        marks = np.flatnonzero(is_end | (data == self._separator))
        if b'"' in block:
            self.quoted = True
            marks = self._outside_quotes(data, marks)
        if marks.size % self._width:
            raise NotPlainError
        ends = marks.reshape(-1, self._width)
        # As many line ends as rows, and one at the end of each: there is none elsewhere.
        if np.count_nonzero(is_end) != len(ends) or not is_end[ends[:, -1]].all():
            raise NotPlainError
        self._check_rows(data, ends)
        self.n_rows += len(ends)

    def check_last(self, rest: bytes) -> None:
        """Check a last line without line end; a shorter last field than ever may be cut off."""
        if not rest:
            return
        usual = self._shortest
        known = usual == self._longest and usual > SHORTEST_KNOWN
        self.check(rest + (b"\r\n" if self.returns else b"\n"))
        if known and self._shortest < usual:
            raise NotPlainError

    def _check_characters(self, block: bytes, data: NDArray[np.uint8], n_lines: int) -> None:
        """Refuse control characters, bare carriage returns and what is no clean UTF-8."""
        returns = b"\r" in block
        # Either every line ends in CR LF or none does: the database expects one line end.
        if returns and not block.count(b"\r") == block.count(b"\r\n") == n_lines:
            raise NotPlainError
        if self.n_rows and returns != self.returns:
            raise NotPlainError
        self.returns = returns
        n_returns = n_lines if returns else 0
        usual = n_returns + n_lines + int(np.count_nonzero(data == TAB))
        if int(np.count_nonzero(data < 32)) != usual or b"\x7f" in block:
            raise NotPlainError
        if not block.isascii():
            self._check_letters(block, data)

    def _check_letters(self, block: bytes, data: NDArray[np.uint8]) -> None:
        """Refuse letters that are not valid UTF-8 or were damaged before."""
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotPlainError from error
        controls = (data[:-1] == 0xC2) & (data[1:] < 0xA0)
        if bool(controls.any()) or any(part in block for part in _DOUBTFUL):
            raise NotPlainError

    def _outside_quotes(
        self, data: NDArray[np.uint8], marks: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the separators and line ends outside quotes; quotes must hold whole fields."""
        quotes = np.flatnonzero(data == QUOTE)
        if quotes.size % 2:
            raise NotPlainError
        before = data[quotes[0::2] - 1]
        before[quotes[0::2] == 0] = LINE_END
        after = data[quotes[1::2] + 1]
        fine_before = (before == self._separator) | (before == LINE_END) | (before == QUOTE)
        fine_after = (
            (after == self._separator) | (after == LINE_END) | (after == RETURN) | (after == QUOTE)
        )
        inside = np.searchsorted(quotes, marks) % 2 == 1
        if not (fine_before.all() and fine_after.all()) or (data[marks[inside]] == LINE_END).any():
            raise NotPlainError
        outside: NDArray[np.int64] = marks[~inside]
        return outside

    def _check_rows(self, data: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        """Refuse rows that are blank, too long, totals or the header once more."""
        starts = np.concatenate(([0], ends[:-1, -1] + 1))
        lengths = ends[:, -1] - starts
        begin = starts + (data[starts] == QUOTE)
        nothing_first = (data[begin] == self._separator) | (data[begin] == QUOTE)
        may_be_blank = nothing_first & (lengths <= 3 * self._width + 1) | (data[begin] == SPACE)
        if may_be_blank.any() or lengths.max() > LONGEST_CELL:
            raise NotPlainError
        last = data.size - 1
        letters = [
            (data[np.minimum(begin + place, last)] | 0x20).astype(np.int64) for place in range(3)
        ]
        if np.isin((letters[0] << 16) | (letters[1] << 8) | letters[2], self._suspect).any():
            raise NotPlainError
        if self._width > 1:
            of_last = ends[:, -1] - ends[:, -2]
            self._shortest = min(self._shortest, int(of_last.min()))
            self._longest = max(self._longest, int(of_last.max()))


def _number(word: str) -> int:
    """Return three letters as the number that rows are compared with."""
    first, second, third = (ord(letter) | 0x20 for letter in word[:3])
    return (first << 16) | (second << 8) | third
