"""Which encoding a text file is in, found without guessing letters."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from pipelines.reading.finding import NAMED_EACH, Unreadable, finding
from pipelines.reading.kind import damaged

if TYPE_CHECKING:
    from pathlib import Path

    from model.issue import Issue

BLOCK = 1 << 20
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Bytes that are no letters, or capitals after a small letter, in the midst of a word: then the
# text was written in another code page (DOS, Macintosh), whose letters these would garble.
_GARBLED = re.compile(
    rb"[A-Za-z][\x80-\x82\x84-\x89\x8b\x8d\x8f-\x91\x93-\x95\x98\x99\x9b\x9d\xa1-\xbf\xd7\xf7][a-z]"
    rb"|[a-z][\x8a\x8c\x8e\x9f]"
)


def encoding_of(path: Path, *, by_head: bool = False) -> tuple[str, int]:
    """Return the encoding of a text file and the length of its byte order mark.

    ``utf-8`` is also the answer when only some rows are not valid in it: those rows are then
    named one by one.

    Parameters
    ----------
    by_head : bool
        Look at the first million bytes only; for who checks every byte later.

    Raises
    ------
    Unreadable
        When the file ends within a character, or is in a code page that cannot be known.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    if (wide := _two_bytes(head)) is not None:
        return wide, 0
    return ("utf-8" if _is_file_utf8(path, by_head=by_head) else _one_byte(path)), 0


def _is_file_utf8(path: Path, *, by_head: bool) -> bool:
    """Return whether a whole file, or its head, is valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
                if by_head:
                    return True
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _two_bytes(head: bytes) -> str | None:
    """Return UTF-16 when every second byte of plain text is zero."""
    half = len(head) // 2
    if half < 4:
        return None
    if head[1::2].count(0) > 0.6 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.6 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _one_byte(path: Path) -> str:
    """Return ``utf-8`` or ``cp1252`` by the lines that are not plain ASCII."""
    valid = invalid = number = 0
    garbled = False
    odd: list[int] = []
    last = b""
    with path.open("rb") as file:
        while lines := file.readlines(BLOCK):
            last = lines[-1]
            accented = [] if b"".join(lines).isascii() else lines
            for place, line in enumerate(accented, start=number + 1):
                if line.isascii() or _is_utf8(line):
                    valid += not line.isascii()
                else:
                    invalid += 1
                    odd.append(place)
                    garbled = garbled or _GARBLED.search(line) is not None
            number += len(lines)
    if invalid and _ends_within_character(last) and (valid or invalid == 1):
        raise damaged()
    if not invalid or valid:
        return "utf-8"
    if garbled:
        raise Unreadable(*map(_unknown, odd[:NAMED_EACH]))
    return "cp1252"


def _unknown(row: int) -> Issue:
    """Return the refusal of a row whose letters no usual code page explains."""
    return finding(
        "encoding_unknown",
        "error",
        (
            "De letters met accenten zijn in een onbekende tekenset geschreven.",
            "The letters with accents are written in an unknown character set.",
        ),
        ("sla het bestand op als CSV UTF-8", "save the file as CSV UTF-8"),
        row=row,
    )


def _is_utf8(line: bytes) -> bool:
    """Return whether a line is valid UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _ends_within_character(line: bytes) -> bool:
    """Return whether a last line without line end stops in the midst of a UTF-8 character."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(line) and "unexpected end" in error.reason
    return False


def read_as(encoding: str, row: int) -> Issue:
    """Return the doubt about a row with letters that another encoding would show otherwise."""
    return finding(
        "encoding",
        "warning",
        (
            f"Het bestand is geen UTF-8 en is gelezen als {_SHOWN[encoding]}; "
            "controleer de letters met accenten.",
            f"The file is not UTF-8 and was read as {_SHOWN[encoding]}; "
            "check the letters with accents.",
        ),
        ("sla het bestand voortaan op als CSV UTF-8", "save the file as CSV UTF-8 from now on"),
        row=row,
    )


_SHOWN = {"cp1252": "Windows-1252"}
