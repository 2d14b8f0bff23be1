"""Check that a large text file is plain throughout, so that the database can read it itself."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
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
BLOCK = 1 << 20  # fits in the cache of a processor
WORKERS = 2
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
    found = _Seen()
    try:
        with path.open("rb") as file, ThreadPoolExecutor(WORKERS) as workers:
            for _ in range(header.row):
                scan.check_head(file.readline())
            waiting: deque[Future[_Seen]] = deque()
            rest = b""
            while block := file.read(BLOCK):
                cut = block.rfind(b"\n") + 1
                if not cut:
                    raise NotPlainError  # a line this long is no row
                waiting.append(workers.submit(scan.check, rest + block[:cut]))
                rest = block[cut:]
                told(len(block))
                # No more blocks in memory than are being looked at.
                while len(waiting) > WORKERS:
                    found = found.with_next(waiting.popleft().result())
            for one in waiting:
                found = found.with_next(one.result())
            found = scan.check_last(rest, found)
    except NotPlainError:
        return None
    return Plain(
        separator=separator,
        skip=header.row,
        quoted=found.quoted,
        returns=found.returns,
        n_rows=found.n_rows,
    )


@dataclass(frozen=True)
class _Seen:
    """What whole lines came to: rows, dialect, shortest and longest last field."""

    n_rows: int = 0
    quoted: bool = False
    returns: bool = False
    shortest: int = LONGEST_CELL
    longest: int = 0

    def with_next(self, other: _Seen) -> _Seen:
        """Return what these lines and the next come to together."""
        # The database expects one line end throughout.
        if self.n_rows and other.n_rows and self.returns != other.returns:
            raise NotPlainError
        return _Seen(
            self.n_rows + other.n_rows,
            self.quoted or other.quoted,
            self.returns or other.returns,
            min(self.shortest, other.shortest),
            max(self.longest, other.longest),
        )


class _Scan:
    """Checks blocks of whole lines, all bytes at once; several blocks may be looked at together."""

    def __init__(self, separator: str, header: Header) -> None:
        self._separator = ord(separator)
        self._width = header.width
        first = (next(iter(header.origin.values()), "").strip() + "   ")[:3].lower()
        letters = {*FIRST_LETTERS_OF_TOTALS, first}
        self._suspect = np.array([_number(word) for word in letters], dtype=np.int64)

    def check_head(self, line: bytes) -> None:
        """Check that a line above the data is one line for the database too."""
        if not line.endswith(b"\n") or line.count(b'"') % 2 or b"\r" in line[:-2]:
            raise NotPlainError

    def check(self, block: bytes) -> _Seen:
        """Check a block of whole lines."""
        if not block:
            return _Seen()
        data = np.frombuffer(block, np.uint8)
        is_end = data == LINE_END
        returns = self._check_characters(block, data, int(np.count_nonzero(is_end)))
        marks = np.flatnonzero(is_end | (data == self._separator))
        quoted = b'"' in block
        if quoted:
            marks = self._outside_quotes(data, marks)
        if marks.size % self._width:
            raise NotPlainError
        ends = marks.reshape(-1, self._width)
        # As many line ends as rows, and one at the end of each: there is none elsewhere.
        if np.count_nonzero(is_end) != len(ends) or not is_end[ends[:, -1]].all():
            raise NotPlainError
        shortest, longest = self._check_rows(data, ends)
        return _Seen(len(ends), quoted, returns, shortest, longest)

    def check_last(self, rest: bytes, before: _Seen) -> _Seen:
        """Check a last line without line end; a shorter last field than ever may be cut off."""
        if not rest:
            return before
        usual = before.shortest
        known = usual == before.longest and usual > SHORTEST_KNOWN
        found = before.with_next(self.check(rest + (b"\r\n" if before.returns else b"\n")))
        if known and found.shortest < usual:
            raise NotPlainError
        return found

    def _check_characters(self, block: bytes, data: NDArray[np.uint8], n_lines: int) -> bool:
        """Refuse controls and what is no clean UTF-8; return whether lines end in CR LF."""
        returns = b"\r" in block
        # Either every line ends in CR LF or none does: the database expects one line end.
        if returns and not block.count(b"\r") == block.count(b"\r\n") == n_lines:
            raise NotPlainError
        n_returns = n_lines if returns else 0
        usual = n_returns + n_lines + int(np.count_nonzero(data == TAB))
        if int(np.count_nonzero(data < 32)) != usual or b"\x7f" in block:
            raise NotPlainError
        if not block.isascii():
            self._check_letters(block, data)
        return returns

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

    def _check_rows(self, data: NDArray[np.uint8], ends: NDArray[np.int64]) -> tuple[int, int]:
        """Refuse rows that are blank, too long, totals or the header once more.

        Returns how long the shortest and the longest last field are.
        """
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
        if self._width == 1:
            return LONGEST_CELL, 0
        of_last = ends[:, -1] - ends[:, -2]
        return int(of_last.min()), int(of_last.max())


def _number(word: str) -> int:
    """Return three letters as the number that rows are compared with."""
    first, second, third = (ord(letter) | 0x20 for letter in word[:3])
    return (first << 16) | (second << 8) | third
