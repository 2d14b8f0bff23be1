"""Open a workbook's zip container only when its directory shows nothing harmful."""

from __future__ import annotations

import itertools
import re
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.parsers import expat

from pipelines.reading.finding import refuse
from pipelines.reading.kind import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.reading.finding import Unreadable

MOST_MEMBERS = 1000
MOST_BYTES = 500_000_000
HIGHEST_RATIO = 100
SMALL = 1_000_000  # below this a high ratio does no harm
LONGEST_MARKUP = 1_000_000  # bytes of one tag or comment
_BLOCK = 1 << 16
_XML = (".xml", ".rels", ".vml")
_DEFINITION = re.compile(rb"<!(DOCTYPE|ENTITY)\b")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    EOFError,
    KeyError,
    ValueError,
    OSError,
)


@contextmanager
def open_container(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a workbook's container after a look at its directory; nothing is unpacked yet.

    Raises
    ------
    Unreadable
        When the directory shows a bomb, a doubled or straying name, a password or damage.
    """
    try:
        with zipfile.ZipFile(path) as container:
            _check_directory(container.infolist())
            _check_definitions(container)
            yield container
    except _DAMAGE as error:
        raise damaged() from error


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    """Refuse a container whose directory shows that it is not to be trusted."""
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES or any(map(_is_bomb, members)):
        raise refuse(
            "zip_bomb",
            (
                f"De werkmap zou uitgepakt {total / 1e6:,.0f} MB worden; dat wordt geweigerd.",
                f"The workbook would unpack to {total / 1e6:,.0f} MB; that is refused.",
            ),
            (
                "lever alleen het blad met de gegevens, of een CSV-bestand",
                "deliver only the sheet with the data, or a CSV file",
            ),
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise refuse(
            "password",
            (
                "De werkmap is met een wachtwoord beveiligd.",
                "The workbook is protected with a password.",
            ),
            ("haal het wachtwoord weg", "remove the password"),
        )
    names = Counter(member.filename.lower().replace("\\", "/") for member in members)
    if any(count > 1 for count in names.values()) or any(map(_strays, names)) or _overlap(members):
        raise _tampered()


def _check_definitions(container: zipfile.ZipFile) -> None:
    """Refuse a document type in any part, those that are not read included.

    Spreadsheets have none, attacks with entities do; whoever opens the file next would read it.
    """
    for name in container.namelist():
        if name.lower().endswith(_XML):
            with container.open(name) as part:
                head = part.read(_BLOCK).replace(b"\0", b"")  # of both bytes of UTF-16 one is 0
            if _DEFINITION.search(head):
                raise entities()


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    """Return whether a member unpacks to far more than any sheet does."""
    return member.file_size > SMALL and member.file_size > HIGHEST_RATIO * member.compress_size


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Return whether two members share bytes of the file, as in a bomb that is small on disk."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        after.header_offset < before.header_offset + before.compress_size
        or after.header_offset == before.header_offset
        for before, after in itertools.pairwise(ordered)
    )


def _strays(name: str) -> bool:
    """Return whether a member's name points outside the container."""
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _tampered() -> Unreadable:
    """Return the refusal of a container that no spreadsheet program writes."""
    return refuse(
        "zip_tampered",
        (
            "De werkmap bevat onderdelen met dubbele of vreemde namen; zo schrijft geen "
            "rekenprogramma een bestand.",
            "The workbook holds parts with doubled or strange names; no spreadsheet program "
            "writes a file like that.",
        ),
        (
            "open het bestand in Excel, sla het opnieuw op als .xlsx en vraag na waar het "
            "vandaan komt",
            "open the file in Excel, save it again as .xlsx and ask where it came from",
        ),
    )


def entities() -> Unreadable:
    """Return the refusal of XML that defines entities."""
    return refuse(
        "xml_entities",
        (
            "De werkmap bevat XML-definities (DOCTYPE) die gevaarlijk kunnen zijn.",
            "The workbook holds XML definitions (DOCTYPE) that can be harmful.",
        ),
        (
            "sla het bestand opnieuw op als .xlsx en vraag na waar het vandaan komt",
            "save the file again as .xlsx and ask where it came from",
        ),
    )


def member_of(container: zipfile.ZipFile, name: str) -> str | None:
    """Return the member that holds a part, whatever its capitals, or None."""
    by_name = {member.lower(): member for member in container.namelist()}
    return by_name.get(name.lower())


class PartParser:
    """Reads one XML part of a container by events; entities are refused, not expanded."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._first
        self._parser.EndElementHandler = self.end
        self._parser.CharacterDataHandler = self.text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet the beginning of an element."""

    def end(self, name: str) -> None:
        """Meet the end of an element."""

    def text(self, words: str) -> None:
        """Meet text between elements."""

    def read(self, container: zipfile.ZipFile, name: str) -> None:
        """Read a whole part; a part that does not exist is an empty one."""
        for _ in self.read_blocks(container, name):
            pass

    def read_blocks(self, container: zipfile.ZipFile, name: str) -> Iterator[None]:
        """Read a part block by block, so that what was met can be taken away in between."""
        member = member_of(container, name)
        if member is None:
            return
        try:
            with container.open(member) as part:
                n_bytes = 0
                while block := part.read(_BLOCK):
                    self._parser.Parse(block, False)
                    n_bytes += len(block)
                    # The parser begins anew at every block until a piece of markup has ended.
                    if n_bytes - self._parser.CurrentByteIndex > LONGEST_MARKUP:
                        raise ValueError(name)
                    yield
                self._parser.Parse(b"", True)
                yield
        except _DAMAGE as error:
            raise damaged() from error

    def _first(self, name: str, attributes: dict[str, str]) -> None:
        """Meet the first element; where names carry a namespace prefix, take it off from now on."""
        if ":" in name:
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
        else:
            self._parser.StartElementHandler = self.start
        self.start(name.rpartition(":")[2], attributes)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Pass an element on without its namespace prefix."""
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        """Pass the end of an element on without its namespace prefix."""
        self.end(name.rpartition(":")[2])

    def _doctype(self, *_: object) -> None:
        """Refuse a document type: spreadsheets have none, attacks with entities do."""
        raise entities()
