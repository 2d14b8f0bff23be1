"""Which cells of a sheet lie under another one, because cells were merged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.reading.container import member_of
from pipelines.reading.finding import finding
from pipelines.reading.sheet import REFERENCE, column_number

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from model.issue import Issue

_BLOCK = 1 << 20
_ELEMENT = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]+)"')
_LONGEST = 200  # of one such element
MOST_AREAS = 20_000


class Area(NamedTuple):
    """Merged cells: rows as a person sees them, columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int
    reference: str

    def covers(self, row: int, column: int) -> bool:
        """Return whether a cell lies under the first one, which alone has a value."""
        inside = self.top <= row <= self.bottom and self.left <= column <= self.right
        return inside and (row, column) != (self.top, self.left)


class Merged:
    """The merged cells of a sheet, asked for row by row from the top.

    They stand behind the cells, so the part is looked through once before it is read.
    """

    def __init__(self, container: zipfile.ZipFile, part: str) -> None:
        areas = {area for found in _references(container, part) if (area := _area(found))}
        self._ahead = sorted(areas, reverse=True)[-MOST_AREAS:]
        self._here: list[Area] = []

    def over(self, row: int, columns: dict[int, str]) -> list[tuple[str, Area]]:
        """Return the names of the columns whose cell in a row lies under another."""
        if not self._ahead and not self._here:
            return []
        while self._ahead and self._ahead[-1].top <= row:
            self._here.append(self._ahead.pop())
        self._here = [area for area in self._here if area.bottom >= row]
        return [
            (name, area)
            for area in self._here
            for place, name in columns.items()
            if area.covers(row, place)
        ]


def under_another(column: str, area: Area) -> Issue:
    """Return the finding for a row with a cell that lies under another."""
    return finding(
        "merged_cells",
        "error",
        (
            f"De cel in kolom {column} is samengevoegd ({area.reference}): alleen de eerste "
            "cel daarvan heeft een waarde.",
            f"The cell in column {column} is merged ({area.reference}): only the first of "
            "those cells holds a value.",
        ),
        ("hef het samenvoegen op en vul elke cel", "unmerge the cells and fill every one"),
        column=column,
        value=area.reference,
    )


def _references(container: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the areas that a part calls merged."""
    member = member_of(container, part)
    if member is None:
        return
    rest = b""
    with container.open(member) as file:
        while block := file.read(_BLOCK):
            text = rest + block
            if b"mergeCell" in text:
                yield from _ELEMENT.findall(text)
            rest = text[-_LONGEST:]


def _area(reference: bytes) -> Area | None:
    """Return an area from its reference, such as ``A2:B3``, or None for anything else."""
    first, _, last = reference.decode().partition(":")
    start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
    if start is None or end is None:
        return None
    return Area(
        top=int(start[2]),
        bottom=int(end[2]),
        left=column_number(start[1]),
        right=column_number(end[1]),
        reference=reference.decode(),
    )
