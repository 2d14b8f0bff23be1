"""The parts of a workbook that its sheets lean on: names, shared texts, formats of dates."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from model.codes import without_personal
from model.issue import safe_value
from pipelines.reading.container import PartParser, member_of
from pipelines.reading.finding import refuse
from pipelines.reading.kind import damaged

if TYPE_CHECKING:
    import zipfile

    from pipelines.reading.finding import Unreadable

WORKBOOK = "xl/workbook.xml"
Moment = Literal["date", "time", "datetime", "duration"]
# Formats that every spreadsheet program knows by number.
_BUILT_IN: dict[int, Moment] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "time"),
    22: "datetime",
    46: "duration",
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name as a person sees it, and the part that holds its cells."""

    name: str
    part: str
    hidden: bool

    @property
    def shown(self) -> str:
        """The name, safe to show: no person, nothing that can do harm."""
        return safe_value(without_personal(self.name))


@dataclass
class Book:
    """What the sheets of a workbook share."""

    sheets: list[Sheet] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    moments: list[Moment | None] = field(default_factory=list)
    from_1904: bool = False
    has_macros: bool = False
    has_links: bool = False
    has_objects: bool = False


def read_book(container: zipfile.ZipFile) -> Book:
    """Return what the sheets of a workbook share."""
    names = [name.lower() for name in container.namelist()]
    relations = _Relations()
    relations.read(container, "xl/_rels/workbook.xml.rels")
    workbook = _Workbook()
    workbook.read(container, WORKBOOK)
    texts = _SharedTexts()
    texts.read(container, relations.part("sharedStrings", "xl/sharedStrings.xml"))
    styles = _Styles()
    styles.read(container, relations.part("styles", "xl/styles.xml"))
    sheets = [
        Sheet(name, relations.targets[key], hidden)
        for name, key, hidden in workbook.sheets
        if relations.types.get(key, "").endswith("/worksheet")
    ]
    if not sheets:
        raise _no_sheets() if workbook.sheets else damaged()
    if any(member_of(container, sheet.part) is None for sheet in sheets):
        raise damaged()
    return Book(
        sheets=sheets,
        texts=texts.texts,
        moments=styles.moments,
        from_1904=workbook.from_1904,
        has_macros=any(
            name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names
        ),
        has_links=any("externallinks/" in name or name == "xl/connections.xml" for name in names),
        has_objects=any("/embeddings/" in name or "/activex/" in name for name in names),
    )


def _no_sheets() -> Unreadable:
    """Return the refusal of a workbook that has charts or dialogs only."""
    return refuse(
        "no_worksheet",
        (
            "De werkmap heeft geen blad met cellen, alleen grafieken of dialogen.",
            "The workbook has no sheet with cells, only charts or dialogs.",
        ),
        ("lever het blad met de gegevens", "deliver the sheet with the data"),
    )


def unescaped(text: str) -> str:
    """Return a text in which spreadsheet escapes such as ``_x000D_`` are the characters."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def moment_of(pattern: str) -> Moment | None:
    """Return whether a number format shows a date, a time, both or a duration."""
    plain = _LITERAL.sub("", pattern.split(";")[0]).lower()
    if re.search(r"\[[hms]+\]", plain):
        return "duration"
    has_time = "h" in plain or "s" in plain
    has_date = "y" in plain or "d" in plain or ("m" in plain and not has_time)
    if has_date:
        return "datetime" if has_time else "date"
    return "time" if has_time else None


class _Relations(PartParser):
    """Which part each key of the workbook points to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            key = attributes.get("Id", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            self.targets[key] = posixpath.normpath(path)
            self.types[key] = attributes.get("Type", "")

    def part(self, kind: str, default: str) -> str:
        """Return the part of one kind, such as the styles."""
        found = (key for key, type_ in self.types.items() if type_.endswith(f"/{kind}"))
        return self.targets.get(next(found, ""), default)


class _Workbook(PartParser):
    """The sheets in their order, and from which year days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), key, hidden))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")


class _SharedTexts(PartParser):
    """The texts that cells refer to by number; phonetic readings are no text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._in_text = not self._phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(unescaped("".join(self._parts)))
        elif name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._in_text = False

    def text(self, words: str) -> None:
        if self._in_text:
            self._parts.append(words)


class _Styles(PartParser):
    """For each cell style whether it shows a number as a date or time."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[Moment | None] = []
        self._patterns: dict[int, Moment | None] = dict(_BUILT_IN)
        self._in_styles = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            number = int(attributes.get("numFmtId", "0"))
            self._patterns[number] = moment_of(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._in_styles = True
        elif name == "xf" and self._in_styles:
            self.moments.append(self._patterns.get(int(attributes.get("numFmtId", "0"))))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_styles = False
